namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What reading a text whose lines are of interest answers.</summary>
public abstract record LocatedOutcome
{
    private LocatedOutcome()
    {
    }

    /// <summary>The values.</summary>
    public sealed record Read(IReadOnlyList<LocatedValue> Values) : LocatedOutcome;

    /// <summary>The text is malformed.</summary>
    /// <param name="Message">Why.</param>
    /// <param name="Line">Where in the text, from 1; 0 where that is not known.</param>
    /// <param name="Told">What Kubernetes says of it, with the place; null where that is not known.</param>
    public sealed record Malformed(string Message, int Line, string? Told = null) : LocatedOutcome;
}
