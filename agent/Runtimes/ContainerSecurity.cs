namespace CloudOrchestrator.Runtimes;

/// <summary>What a container's processes may do.</summary>
public sealed record ContainerSecurity
{
    /// <summary><c>uid</c> or <c>uid:gid</c>; empty means the image's.</summary>
    public string User { get; init; } = "";

    /// <summary>Further groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Nearly everything is allowed.</summary>
    public bool Privileged { get; init; }

    /// <summary>The root file system cannot be written.</summary>
    public bool ReadOnlyRootFilesystem { get; init; }

    /// <summary>A program cannot gain rights that its starter lacks.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>No system call is filtered.</summary>
    public bool SeccompUnconfined { get; init; }

    /// <summary>Capabilities beyond the engine's usual ones, without <c>CAP_</c>.</summary>
    public IReadOnlyList<string> AddedCapabilities { get; init; } = [];

    /// <summary>Capabilities taken away.</summary>
    public IReadOnlyList<string> DroppedCapabilities { get; init; } = [];
}
