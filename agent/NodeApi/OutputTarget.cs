namespace CloudOrchestrator.NodeApi;

/// <summary>A container whose output can be read, or why there is none.</summary>
public abstract record OutputTarget
{
    private OutputTarget()
    {
    }

    /// <summary>There it is.</summary>
    /// <param name="ContainerId">The engine's id.</param>
    public sealed record Found(string ContainerId) : OutputTarget;

    /// <summary>The node has no such pod.</summary>
    public sealed record NoPod : OutputTarget;

    /// <summary>The container has no output yet, or not that attempt's.</summary>
    /// <param name="Message">Why.</param>
    public sealed record NoOutput(string Message) : OutputTarget;
}
