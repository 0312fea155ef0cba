using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A secret's keys as files.</summary>
internal sealed class SecretVolume(IConfigurationSource configuration) : IVolumeKind
{
    public string Name => "kubernetes.io~secret";

    public bool Matches(V1Volume volume) => volume.Secret is not null;

    public async Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var source = request.Volume.Secret;
        var files = await SecretFiles.ReadAsync(
            configuration, request.Pod.Metadata.NamespaceProperty, source.SecretName, source.Items, source.DefaultMode, source.Optional == true, cancellationToken).ConfigureAwait(false);
        AtomicFolder.Write(request.Folder, [.. files], request.Group);
        return request.Folder;
    }
}
