namespace CloudOrchestrator.Runtimes;

/// <summary>Whether mounts made on one side of a bind mount show on the other.</summary>
public enum MountPropagation
{
    /// <summary>Neither way.</summary>
    Private,

    /// <summary>From the machine into the container.</summary>
    HostToContainer,

    /// <summary>Both ways.</summary>
    Bidirectional,
}
