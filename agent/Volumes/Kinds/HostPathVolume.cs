using CloudOrchestrator.Volumes.Files;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A file or folder of the machine.</summary>
internal sealed class HostPathVolume : IVolumeKind
{
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ed; // rwxr-xr-x
    private const UnixFileMode FileMode = (UnixFileMode)0x1a4; // rw-r--r--

    public string Name => "kubernetes.io~host-path";

    public bool Matches(V1Volume volume) => volume.HostPath is not null;

    public Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken)
    {
        var path = request.Volume.HostPath.Path;
        var type = request.Volume.HostPath.Type ?? "";
        if (type is "DirectoryOrCreate" || (type.Length == 0 && !Path.Exists(path)))
        {
            if (!Path.Exists(path))
            {
                Directory.CreateDirectory(path, FolderMode);
            }
        }
        else if (type is "FileOrCreate" && !Path.Exists(path))
        {
            using (File.Create(path))
            {
                File.SetUnixFileMode(path, FileMode);
            }
        }

        return Check(path, type) is { } message ? throw new VolumeException(message) : Task.FromResult(path);
    }

    private static string? Check(string path, string type) => type switch
    {
        "" => null,
        "Directory" or "DirectoryOrCreate" => Directory.Exists(path) ? null : Wrong(path, "directory"),
        "File" or "FileOrCreate" => UnixFiles.Kind(path) == UnixFileKind.Regular ? null : Wrong(path, "file"),
        "Socket" => UnixFiles.Kind(path) == UnixFileKind.Socket ? null : Wrong(path, "socket"),
        "CharDevice" => UnixFiles.Kind(path) == UnixFileKind.CharacterDevice ? null : Wrong(path, "character device"),
        "BlockDevice" => UnixFiles.Kind(path) == UnixFileKind.BlockDevice ? null : Wrong(path, "block device"),
        _ => $"unknown hostPath type {type}",
    };

    private static string Wrong(string path, string expected) => $"hostPath type check failed: {path} is not a {expected}";
}
