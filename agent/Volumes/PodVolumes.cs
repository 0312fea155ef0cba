using CloudOrchestrator.Volumes.Files;
using CloudOrchestrator.Volumes.Kinds;
using k8s.Models;

namespace CloudOrchestrator.Volumes;

/// <summary>Pods' volumes as folders below the agent's data folder: <c>pods/{uid}/volumes/{kind}/{name}</c>.</summary>
internal sealed class PodVolumes(VolumeOptions options, IReadOnlyList<IVolumeKind> kinds) : IPodVolumes
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Path.GetFullPath(Path.Combine(options.DataFolder, "pods"));

    public string PodFolder(string podUid) => Path.Combine(_root, podUid);

    public IReadOnlyList<string> Prepared() => Directory.Exists(_root) ? [.. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder))] : [];

    public async Task<VolumesOutcome> PrepareAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            try
            {
                MakeRoot();
                paths[volume.Name] = await PrepareAsync(pod, volume, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is VolumeException or IOException or UnauthorizedAccessException)
            {
                return new VolumesOutcome.Failed(volume.Name, fault.Message);
            }
        }

        return new VolumesOutcome.Ready(paths);
    }

    public async Task RemoveAsync(string podUid, CancellationToken cancellationToken)
    {
        var folder = PodFolder(podUid);
        if (!Directory.Exists(folder))
        {
            return;
        }

        // Off the caller's thread: an emptyDir may hold many files.
        await Task.Run(
            () =>
            {
                UnixFiles.UnmountBelow(folder);
                Directory.Delete(folder, recursive: true);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> PrepareAsync(V1Pod pod, V1Volume volume, CancellationToken cancellationToken)
    {
        var kind = kinds.FirstOrDefault(kind => kind.Matches(volume)) ?? throw new VolumeException($"this node does not serve the kind of volume \"{volume.Name}\"");
        var folder = Path.Combine(PodFolder(pod.Metadata.Uid), "volumes", kind.Name, volume.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        return await kind.PrepareAsync(new VolumeRequest(pod, volume, folder), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Secrets lie below it: containers get at them through their mounts, other users of the machine not at all.</summary>
    private void MakeRoot()
    {
        if (!Directory.Exists(_root))
        {
            Directory.CreateDirectory(_root, OwnerOnly);
        }
    }
}
