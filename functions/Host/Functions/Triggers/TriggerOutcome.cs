namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What a trigger's work came to.</summary>
internal abstract record TriggerOutcome
{
    private TriggerOutcome()
    {
    }

    /// <summary>All that it caused is done.</summary>
    /// <param name="Line">What that was, for the invocation's log.</param>
    public sealed record Done(string Line) : TriggerOutcome;

    /// <summary>It is not: the platform is to deliver it again, or put it aside.</summary>
    /// <param name="Reason">Why not.</param>
    public sealed record Failed(string Reason) : TriggerOutcome;
}
