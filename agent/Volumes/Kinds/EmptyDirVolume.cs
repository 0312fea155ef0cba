using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>An empty folder that lives as long as its pod, on disk or in memory.</summary>
internal sealed class EmptyDirVolume : IVolumeKind
{
    private const UnixFileMode OpenToAll = (UnixFileMode)0x1ff;

    public string Name => "kubernetes.io~empty-dir";

    public bool Matches(V1Volume volume) => volume.EmptyDir is not null;

    public Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var memory = request.Volume.EmptyDir.Medium == "Memory";
        var fresh = !Directory.Exists(request.Folder);
        Directory.CreateDirectory(request.Folder);
        if (memory && !UnixFiles.IsMount(request.Folder))
        {
            UnixFiles.MountMemory(request.Folder, request.Volume.EmptyDir.SizeLimit?.ToInt64());
            fresh = true;
        }

        if (fresh)
        {
            SetOwner(request);
        }

        return Task.FromResult(request.Folder);
    }

    /// <summary>New files take the folder's group: that is what the set-group-id bit of a folder means.</summary>
    private static void SetOwner(VolumeRequest request)
    {
        if (request.Group is { } group)
        {
            UnixFiles.SetGroup(request.Folder, group);
            File.SetUnixFileMode(request.Folder, OpenToAll | UnixFileMode.SetGroup);
        }
        else
        {
            File.SetUnixFileMode(request.Folder, OpenToAll);
        }
    }
}
