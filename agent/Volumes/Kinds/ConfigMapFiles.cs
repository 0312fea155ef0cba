using System.Text;
using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>The files that a config map gives.</summary>
internal static class ConfigMapFiles
{
    /// <exception cref="VolumeException">The config map or a key is missing, and not optional.</exception>
    public static async Task<IEnumerable<VolumeFile>> ReadAsync(
        IConfigurationSource configuration, string podNamespace, string name, IList<V1KeyToPath>? items, int? defaultMode, bool optional, CancellationToken cancellationToken)
    {
        var found = await configuration.GetConfigMapAsync(podNamespace, name, cancellationToken).ConfigureAwait(false);
        if (found.Value is null)
        {
            return found.Missing && optional ? [] : throw new VolumeException(found.Message);
        }

        var data = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, text) in found.Value.Data ?? new Dictionary<string, string>())
        {
            data[key] = Encoding.UTF8.GetBytes(text);
        }

        foreach (var (key, bytes) in found.Value.BinaryData ?? new Dictionary<string, byte[]>())
        {
            data[key] = bytes;
        }

        return KeySelection.Select(data, items, defaultMode, optional);
    }
}
