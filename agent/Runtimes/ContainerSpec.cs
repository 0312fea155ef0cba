namespace CloudOrchestrator.Runtimes;

/// <summary>A container to be made inside a sandbox.</summary>
public sealed record ContainerSpec
{
    /// <summary>The pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>The container's name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>How many containers of this name the pod had before.</summary>
    public required int Attempt { get; init; }

    /// <summary>The sandbox whose network and IPC it joins.</summary>
    public required string SandboxId { get; init; }

    /// <summary>A digest of the part of the pod's spec that a running container cannot follow.</summary>
    public required string SpecHash { get; init; }

    /// <summary>How long to wait before a next attempt, should this one end soon.</summary>
    public TimeSpan RestartDelay { get; init; }

    /// <summary>How long the container has between SIGTERM and SIGKILL; kept with it for when its pod is no longer known.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>The image, as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>Replaces the image's entry point; empty means the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Replaces the image's arguments; empty means the image's, unless there is a command.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it starts in; empty means the image's.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Files and folders of the machine.</summary>
    public IReadOnlyList<BindMount> Mounts { get; init; } = [];

    /// <summary>What of the machine it may use.</summary>
    public ResourceLimits Limits { get; init; } = new(0, 0, 0, 0);

    /// <summary>What its processes may do.</summary>
    public ContainerSecurity Security { get; init; } = new();

    /// <summary>It has a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Its standard input is open.</summary>
    public bool StandardInput { get; init; }

    /// <summary>Its standard input closes when the first client goes.</summary>
    public bool StandardInputOnce { get; init; }

    /// <summary>It sees the sandbox's processes, and so those of the whole pod.</summary>
    public bool SharedPid { get; init; }

    /// <summary>It sees the machine's processes.</summary>
    public bool HostPid { get; init; }

    /// <summary>It uses the machine's IPC.</summary>
    public bool HostIpc { get; init; }

    /// <summary>The signal that asks it to end; empty means the image's, or SIGTERM.</summary>
    public string StopSignal { get; init; } = "";
}
