namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Where the embedded store is.</summary>
public sealed class SqliteOptions
{
    /// <summary>The store's file; made if it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>Called when the disk failed to make a commit durable. The default ends the process: what memory holds may not be on disk.</summary>
    public Action<string> OnSyncFailed { get; init; } = Environment.FailFast;
}
