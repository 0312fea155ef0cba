using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A config map's keys as files.</summary>
internal sealed class ConfigMapVolume(IConfigurationSource configuration) : IVolumeKind
{
    public string Name => "kubernetes.io~configmap";

    public bool Matches(V1Volume volume) => volume.ConfigMap is not null;

    public async Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var source = request.Volume.ConfigMap;
        var files = await ConfigMapFiles.ReadAsync(
            configuration, request.Pod.Metadata.NamespaceProperty, source.Name, source.Items, source.DefaultMode, source.Optional == true, cancellationToken).ConfigureAwait(false);
        AtomicFolder.Write(request.Folder, [.. files], request.Group);
        return request.Folder;
    }
}
