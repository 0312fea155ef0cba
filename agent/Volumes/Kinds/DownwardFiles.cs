using System.Text;
using CloudOrchestrator.Volumes.Fields;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>The files that a pod's own fields give.</summary>
internal static class DownwardFiles
{
    private const int ModeDefault = 0x1a4;

    /// <exception cref="VolumeException">A field is unknown, or a path cannot be used.</exception>
    public static IEnumerable<VolumeFile> Read(V1Pod pod, IList<V1DownwardAPIVolumeFile>? items, int? defaultMode) =>
        (items ?? []).Select(item =>
        {
            if (VolumeFile.Refuse(item.Path) is { } message)
            {
                throw new VolumeException(message);
            }

            var value = item.FieldRef is { } field ? PodFields.Read(pod, field.FieldPath)
                : item.ResourceFieldRef is { } resource ? ResourceFields.Read(pod, resource.ContainerName ?? "", resource)
                : null;
            return value is null
                ? throw new VolumeException($"unsupported field for {item.Path}: {item.FieldRef?.FieldPath ?? item.ResourceFieldRef?.Resource}")
                : new VolumeFile(item.Path.TrimEnd('/'), Encoding.UTF8.GetBytes(value), item.Mode ?? defaultMode ?? ModeDefault);
        });
}
