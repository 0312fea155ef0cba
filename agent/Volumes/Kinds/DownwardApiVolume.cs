using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A pod's own fields as files.</summary>
internal sealed class DownwardApiVolume : IVolumeKind
{
    public string Name => "kubernetes.io~downward-api";

    public bool Matches(V1Volume volume) => volume.DownwardAPI is not null;

    public Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var source = request.Volume.DownwardAPI;
        AtomicFolder.Write(request.Folder, [.. DownwardFiles.Read(request.Pod, source.Items, source.DefaultMode)], request.Group);
        return Task.FromResult(request.Folder);
    }
}
