namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What is done once a minute by one instance of all: publish what is unpublished, judge nodes, and more when it is due.</summary>
internal interface ITick
{
    /// <summary>Does it, as far as it is due.</summary>
    Task<TickReport> RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a tick did.</summary>
/// <param name="Line">For the invocation's log, such as <c>writes=0 published=0</c>.</param>
internal sealed record TickReport(string Line);
