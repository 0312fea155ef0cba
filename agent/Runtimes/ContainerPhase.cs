namespace CloudOrchestrator.Runtimes;

/// <summary>How far a container has come.</summary>
public enum ContainerPhase
{
    /// <summary>Made and never started.</summary>
    Created,

    /// <summary>Its first process lives.</summary>
    Running,

    /// <summary>It ended, or could not be started.</summary>
    Exited,
}
