using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Configuration;

/// <summary>Config maps and secrets as the API has them now.</summary>
internal sealed class ApiConfiguration(IKubernetes client) : IConfigurationSource
{
    public Task<ConfigurationResult<V1ConfigMap>> GetConfigMapAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        GetAsync("configmap", name, () => client.CoreV1.ReadNamespacedConfigMapAsync(name, podNamespace, cancellationToken: cancellationToken), cancellationToken);

    public Task<ConfigurationResult<V1Secret>> GetSecretAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        GetAsync("secret", name, () => client.CoreV1.ReadNamespacedSecretAsync(name, podNamespace, cancellationToken: cancellationToken), cancellationToken);

    private static async Task<ConfigurationResult<T>> GetAsync<T>(string kind, string name, Func<Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return new ConfigurationResult<T>(await read().ConfigureAwait(false), Missing: false, "");
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return new ConfigurationResult<T>(null, Missing: true, $"{kind} \"{name}\" not found");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested
            && fault is HttpOperationException or HttpRequestException or IOException or SocketException or KubernetesException or OperationCanceledException or JsonException)
        {
            return new ConfigurationResult<T>(null, Missing: false, $"failed to read {kind} \"{name}\": {fault.Message}");
        }
    }
}
