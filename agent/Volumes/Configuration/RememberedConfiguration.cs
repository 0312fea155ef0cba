using System.Collections.Concurrent;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Configuration;

/// <summary>Remembers what was read last, so that containers can be restarted while the API is unreachable.</summary>
internal sealed class RememberedConfiguration(IConfigurationSource source) : IConfigurationSource
{
    /// <summary>Objects remembered of each kind; when there are more, all are forgotten and read again.</summary>
    private const int RememberedMax = 1000;

    private readonly ConcurrentDictionary<(string Namespace, string Name), ConfigurationResult<V1ConfigMap>> _configMaps = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), ConfigurationResult<V1Secret>> _secrets = new();

    public Task<ConfigurationResult<V1ConfigMap>> GetConfigMapAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        GetAsync(_configMaps, (podNamespace, name), () => source.GetConfigMapAsync(podNamespace, name, cancellationToken));

    public Task<ConfigurationResult<V1Secret>> GetSecretAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        GetAsync(_secrets, (podNamespace, name), () => source.GetSecretAsync(podNamespace, name, cancellationToken));

    private static async Task<ConfigurationResult<T>> GetAsync<T>(
        ConcurrentDictionary<(string Namespace, string Name), ConfigurationResult<T>> remembered,
        (string Namespace, string Name) key,
        Func<Task<ConfigurationResult<T>>> read)
        where T : class
    {
        var result = await read().ConfigureAwait(false);
        if (result.Missing)
        {
            remembered.TryRemove(key, out _);
            return result;
        }

        if (result.Value is null)
        {
            return remembered.TryGetValue(key, out var last) ? last : result;
        }

        if (remembered.Count >= RememberedMax)
        {
            remembered.Clear();
        }

        return remembered[key] = result;
    }
}
