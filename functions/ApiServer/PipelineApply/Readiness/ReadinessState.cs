namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>How far an object is.</summary>
internal abstract record ReadinessState
{
    private ReadinessState()
    {
    }

    /// <summary>It is as it should be.</summary>
    public sealed record Ready : ReadinessState;

    /// <summary>It may become ready.</summary>
    /// <param name="What">What is missing.</param>
    public sealed record Waiting(string What) : ReadinessState;

    /// <summary>It will not become ready by itself.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Failed(string Why) : ReadinessState;
}
