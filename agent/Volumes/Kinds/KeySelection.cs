using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>Which keys of a config map or secret become which files.</summary>
internal static class KeySelection
{
    /// <summary>rw-r--r--, where the pod says nothing.</summary>
    private const int ModeDefault = 0x1a4;

    /// <exception cref="VolumeException">A key is missing, or a path cannot be used.</exception>
    public static IEnumerable<VolumeFile> Select(IReadOnlyDictionary<string, byte[]> data, IList<V1KeyToPath>? items, int? defaultMode, bool optional)
    {
        if (items is not { Count: > 0 })
        {
            return data.Select(entry => new VolumeFile(entry.Key, entry.Value, defaultMode ?? ModeDefault));
        }

        return items.SelectMany(item =>
        {
            if (VolumeFile.Refuse(item.Path) is { } message)
            {
                throw new VolumeException(message);
            }

            return data.TryGetValue(item.Key, out var content) ? [new VolumeFile(item.Path.TrimEnd('/'), content, item.Mode ?? defaultMode ?? ModeDefault)]
                : optional ? Enumerable.Empty<VolumeFile>()
                : throw new VolumeException($"references non-existent config key: {item.Key}");
        });
    }
}
