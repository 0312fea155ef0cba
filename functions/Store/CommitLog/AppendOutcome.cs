namespace CloudOrchestrator.Store.CommitLog;

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The row is durable.</summary>
    public sealed record Appended : AppendOutcome;

    /// <summary>The log's head is not the expected one; the row was not written.</summary>
    public sealed record HeadMoved : AppendOutcome;

    /// <summary>The log cannot take rows now; the row was not written.</summary>
    public sealed record Rejected(string Reason) : AppendOutcome;

    /// <summary>Nobody knows yet: the row may be there, or may still come.</summary>
    public sealed record Unknown(string Reason) : AppendOutcome;
}
