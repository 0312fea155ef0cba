using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>Several sources as files of one folder; of two with one path the later wins.</summary>
internal sealed class ProjectedVolume(IConfigurationSource configuration) : IVolumeKind
{
    public string Name => "kubernetes.io~projected";

    public bool Matches(V1Volume volume) => volume.Projected is not null;

    public async Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, VolumeFile>(StringComparer.Ordinal);
        foreach (var source in request.Volume.Projected.Sources ?? [])
        {
            foreach (var file in await ReadAsync(request, source, cancellationToken).ConfigureAwait(false))
            {
                files[file.Path] = file;
            }
        }

        AtomicFolder.Write(request.Folder, files.Values, request.Group);
        return request.Folder;
    }

    private async Task<IEnumerable<VolumeFile>> ReadAsync(VolumeRequest request, V1VolumeProjection source, CancellationToken cancellationToken)
    {
        var podNamespace = request.Pod.Metadata.NamespaceProperty;
        var mode = request.Volume.Projected.DefaultMode;
        if (source.ConfigMap is { } map)
        {
            return await ConfigMapFiles.ReadAsync(configuration, podNamespace, map.Name, map.Items, mode, map.Optional == true, cancellationToken).ConfigureAwait(false);
        }

        if (source.Secret is { } secret)
        {
            return await SecretFiles.ReadAsync(configuration, podNamespace, secret.Name, secret.Items, mode, secret.Optional == true, cancellationToken).ConfigureAwait(false);
        }

        return source.DownwardAPI is { } downward
            ? DownwardFiles.Read(request.Pod, downward.Items, mode)
            : throw new VolumeException("this node serves configMap, secret and downwardAPI sources of projected volumes only");
    }
}
