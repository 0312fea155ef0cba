using System.Globalization;
using Docker.DotNet.Models;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Says a sandbox or container in the engine's terms.</summary>
internal static class DockerSpecs
{
    private const long CpuPeriodMicroseconds = 100_000;

    /// <summary>The kernel should end a sandbox last: it would take the whole pod's network along.</summary>
    private const int SandboxOutOfMemoryScore = -998;

    /// <summary>Weight of a process that only sleeps.</summary>
    private const long SandboxCpuShares = 2;

    public static CreateContainerParameters Sandbox(RuntimeScope scope, SandboxSpec spec)
    {
        var ports = spec.Ports
            .GroupBy(port => $"{port.ContainerPort}/{port.Protocol}")
            .ToDictionary(group => group.Key, group => (IList<PortBinding>)[.. group.Select(Binding)]);
        return new CreateContainerParameters
        {
            Name = Name(spec.Pod, DockerLabels.SandboxContainerName, spec.Attempt),
            Image = PauseImage.Name,
            Hostname = spec.HostNetwork ? null! : spec.Hostname,
            Domainname = spec.HostNetwork || spec.Domain.Length == 0 ? null! : spec.Domain,
            Labels = DockerLabels.ForSandbox(scope, spec),
            ExposedPorts = spec.HostNetwork ? null! : ports.Keys.ToDictionary(port => port, _ => default(EmptyStruct)),
            HostConfig = new HostConfig
            {
                NetworkMode = spec.HostNetwork ? "host" : "bridge",
                IpcMode = spec.HostIpc ? "host" : "shareable",
                PidMode = spec.HostPid ? "host" : null!,
                PortBindings = spec.HostNetwork ? null! : ports,
                DNS = [.. spec.NameServers],
                DNSSearch = [.. spec.SearchDomains],
                DNSOptions = [.. spec.ResolverOptions],
                ExtraHosts = [.. spec.Hosts.Select(host => $"{host.Key}:{host.Value}")],
                Sysctls = spec.Sysctls.Count == 0 ? null! : spec.Sysctls.ToDictionary(),
                OomScoreAdj = OutOfMemoryScores.Allowed(SandboxOutOfMemoryScore),
                CPUShares = SandboxCpuShares,
                LogConfig = new LogConfig { Type = "none" },
            },
        };
    }

    public static CreateContainerParameters Container(RuntimeScope scope, ContainerSpec spec) => new()
    {
        Name = Name(spec.Pod, spec.Name, spec.Attempt),
        Image = spec.Image,
        Entrypoint = spec.Command.Count == 0 ? null! : [.. spec.Command],
        Cmd = spec.Arguments.Count == 0 ? null! : [.. spec.Arguments],
        WorkingDir = spec.WorkingDirectory.Length == 0 ? null! : spec.WorkingDirectory,
        Env = [.. spec.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        User = spec.Security.User.Length == 0 ? null! : spec.Security.User,
        Tty = spec.Terminal,
        OpenStdin = spec.StandardInput,
        StdinOnce = spec.StandardInputOnce,
        StopSignal = spec.StopSignal.Length == 0 ? null! : spec.StopSignal,
        Labels = DockerLabels.ForContainer(scope, spec),
        HostConfig = ContainerHost(spec),
    };

    private static HostConfig ContainerHost(ContainerSpec spec) => new()
    {
        NetworkMode = $"container:{spec.SandboxId}",
        IpcMode = spec.HostIpc ? "host" : $"container:{spec.SandboxId}",
        PidMode = spec.HostPid ? "host" : spec.SharedPid ? $"container:{spec.SandboxId}" : null!,
        Mounts = [.. spec.Mounts.Select(Mount)],
        CPUShares = spec.Limits.CpuShares,
        CPUPeriod = spec.Limits.CpuQuotaMicroseconds == 0 ? 0 : CpuPeriodMicroseconds,
        CPUQuota = spec.Limits.CpuQuotaMicroseconds,
        Memory = spec.Limits.MemoryBytes,
        MemorySwap = spec.Limits.MemoryBytes,
        OomScoreAdj = OutOfMemoryScores.Allowed(spec.Limits.OutOfMemoryScore),
        Privileged = spec.Security.Privileged,
        ReadonlyRootfs = spec.Security.ReadOnlyRootFilesystem,
        GroupAdd = [.. spec.Security.Groups],
        CapAdd = [.. spec.Security.AddedCapabilities],
        CapDrop = [.. spec.Security.DroppedCapabilities],
        SecurityOpt = [.. SecurityOptions(spec.Security)],
        // Logs are read back through the engine, which only some of its drivers can do; the size is bounded.
        LogConfig = new LogConfig { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" } },
    };

    private static IEnumerable<string> SecurityOptions(ContainerSecurity security)
    {
        if (security.NoNewPrivileges)
        {
            yield return "no-new-privileges";
        }

        if (security.SeccompUnconfined)
        {
            yield return "seccomp=unconfined";
        }
    }

    private static Mount Mount(BindMount mount) => new()
    {
        Type = "bind",
        Source = mount.HostPath,
        Target = mount.ContainerPath,
        ReadOnly = mount.ReadOnly,
        BindOptions = new BindOptions
        {
            Propagation = mount.Propagation switch
            {
                MountPropagation.HostToContainer => "rslave",
                MountPropagation.Bidirectional => "rshared",
                _ => "rprivate",
            },
        },
    };

    private static PortBinding Binding(PortMapping port) =>
        new() { HostIP = port.HostAddress, HostPort = port.HostPort.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The same attempt made twice has the same name, so the engine refuses the second.</summary>
    private static string Name(PodIdentity pod, string container, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"k8s_{container}_{pod.Name}_{pod.Namespace}_{pod.Uid}_{attempt}");
}
