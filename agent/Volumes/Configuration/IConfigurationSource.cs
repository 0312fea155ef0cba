using k8s.Models;

namespace CloudOrchestrator.Volumes.Configuration;

/// <summary>The config maps and secrets that pods name.</summary>
public interface IConfigurationSource
{
    /// <summary>A config map.</summary>
    /// <param name="podNamespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ConfigurationResult<V1ConfigMap>> GetConfigMapAsync(string podNamespace, string name, CancellationToken cancellationToken);

    /// <summary>A secret.</summary>
    /// <param name="podNamespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ConfigurationResult<V1Secret>> GetSecretAsync(string podNamespace, string name, CancellationToken cancellationToken);
}
