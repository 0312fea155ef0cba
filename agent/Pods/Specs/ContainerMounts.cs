using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>Which files and folders of the machine a container sees, and where.</summary>
internal static class ContainerMounts
{
    private const UnixFileMode WritableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static MountsOutcome Build(ContainerRequest request, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var mounts = new List<BindMount>();
        foreach (var mount in request.Container.VolumeMounts ?? [])
        {
            if (!request.VolumePaths.TryGetValue(mount.Name, out var path))
            {
                return new MountsOutcome([], $"cannot find volume \"{mount.Name}\" to mount into container \"{request.Container.Name}\"");
            }

            var subPath = SubPath(mount, environment);
            if (subPath.Length > 0)
            {
                if (subPath[0] == '/' || subPath.Split('/').Contains(".."))
                {
                    return new MountsOutcome([], $"subPath {subPath} of volume \"{mount.Name}\" must stay inside the volume");
                }

                path = Below(path, subPath);
                if (path.Length == 0)
                {
                    return new MountsOutcome([], $"failed to prepare subPath {subPath} of volume \"{mount.Name}\"");
                }
            }

            mounts.Add(new BindMount(path, Absolute(mount.MountPath), mount.ReadOnlyProperty == true || IsReadOnlyKind(request.Pod.Spec, mount.Name), Propagation(mount.MountPropagation)));
        }

        mounts.Add(TerminationLog(request));
        return new MountsOutcome(mounts, null);
    }

    /// <summary>Where a container leaves its last words.</summary>
    public static string TerminationLogPath(string podFolder, string container, int attempt) => Path.Combine(podFolder, "containers", container, $"{attempt}.log");

    private static BindMount TerminationLog(ContainerRequest request)
    {
        var file = TerminationLogPath(request.PodFolder, request.Container.Name, request.Attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (File.Create(file))
        {
            File.SetUnixFileMode(file, WritableByAll);
        }

        return new BindMount(file, request.Container.TerminationMessagePath is { Length: > 0 } path ? path : "/dev/termination-log", ReadOnly: false);
    }

    private static string SubPath(V1VolumeMount mount, IReadOnlyList<KeyValuePair<string, string>> environment) =>
        mount.SubPathExpr is { Length: > 0 } expression
            ? VariableExpansion.Expand(expression, name => environment.FirstOrDefault(variable => variable.Key == name).Value)
            : mount.SubPath ?? "";

    /// <summary>A path below a volume, made as a folder if it is missing; empty if a link in it leads outside.</summary>
    private static string Below(string volume, string subPath)
    {
        var path = Path.Combine(volume, subPath);
        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path);
        }

        var root = Real(volume);
        var real = Real(path);
        return real == root || real.StartsWith(root + "/", StringComparison.Ordinal) ? real : "";
    }

    /// <summary>The path with every link in it followed.</summary>
    private static string Real(string path)
    {
        const int LinksMax = 40;
        var real = "/";
        var rest = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var links = 0;
        while (rest.TryPop(out var part))
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? "/" : Path.Combine(real, part);
            if (part != ".." && new FileInfo(next).LinkTarget is { } target && links++ < LinksMax)
            {
                real = target.StartsWith('/') ? "/" : real;
                foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(piece => piece != ".").Reverse())
                {
                    rest.Push(piece);
                }
            }
            else
            {
                real = next;
            }
        }

        return real;
    }

    private static string Absolute(string path) => path.StartsWith('/') ? path : "/" + path;

    private static bool IsReadOnlyKind(V1PodSpec spec, string volume) =>
        spec.Volumes?.FirstOrDefault(candidate => candidate.Name == volume) is { } found && VolumeKinds.ContentChanges(new V1PodSpec { Volumes = [found] });

    private static MountPropagation Propagation(string? word) => word switch
    {
        "HostToContainer" => MountPropagation.HostToContainer,
        "Bidirectional" => MountPropagation.Bidirectional,
        _ => MountPropagation.Private,
    };
}
