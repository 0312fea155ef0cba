namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>What an instance is there for.</summary>
public enum InstanceState
{
    /// <summary>Started beside those that a rollout is going to replace; it gets no work yet.</summary>
    Warming,

    /// <summary>It gets work, which waits in it until its handler listens.</summary>
    Serving,

    /// <summary>It gets no new work and ends when it has none.</summary>
    Draining,

    /// <summary>Gone.</summary>
    Gone,
}
