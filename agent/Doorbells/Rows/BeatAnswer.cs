namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>What became of a beat.</summary>
internal abstract record BeatAnswer
{
    private BeatAnswer()
    {
    }

    /// <summary>It was taken, and nobody has rung.</summary>
    public sealed record Quiet : BeatAnswer;

    /// <summary>It was taken, and somebody may have rung.</summary>
    public sealed record Rung : BeatAnswer;

    /// <summary>It was not taken, or nobody knows.</summary>
    /// <param name="Message">Why, in one line without a secret.</param>
    public sealed record Failed(string Message) : BeatAnswer;
}
