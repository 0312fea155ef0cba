using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>The files that a secret gives.</summary>
internal static class SecretFiles
{
    /// <exception cref="VolumeException">The secret or a key is missing, and not optional.</exception>
    public static async Task<IEnumerable<VolumeFile>> ReadAsync(
        IConfigurationSource configuration, string podNamespace, string name, IList<V1KeyToPath>? items, int? defaultMode, bool optional, CancellationToken cancellationToken)
    {
        var found = await configuration.GetSecretAsync(podNamespace, name, cancellationToken).ConfigureAwait(false);
        if (found.Value is null)
        {
            return found.Missing && optional ? [] : throw new VolumeException(found.Message);
        }

        var data = new Dictionary<string, byte[]>(found.Value.Data ?? new Dictionary<string, byte[]>(), StringComparer.Ordinal);
        return KeySelection.Select(data, items, defaultMode, optional);
    }
}
