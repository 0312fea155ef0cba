using CloudOrchestrator.Volumes.Configuration;
using k8s.Models;

namespace CloudOrchestrator.Pods.Tests.Workers;

internal sealed class FakeConfiguration : IConfigurationSource
{
    public Dictionary<string, V1ConfigMap> ConfigMaps { get; } = [];

    public Dictionary<string, V1Secret> Secrets { get; } = [];

    public Task<ConfigurationResult<V1ConfigMap>> GetConfigMapAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult(ConfigMaps.TryGetValue(name, out var map)
            ? new ConfigurationResult<V1ConfigMap>(map, Missing: false, "")
            : new ConfigurationResult<V1ConfigMap>(null, Missing: true, $"configmap \"{name}\" not found"));

    public Task<ConfigurationResult<V1Secret>> GetSecretAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Secrets.TryGetValue(name, out var secret)
            ? new ConfigurationResult<V1Secret>(secret, Missing: false, "")
            : new ConfigurationResult<V1Secret>(null, Missing: true, $"secret \"{name}\" not found"));
}
