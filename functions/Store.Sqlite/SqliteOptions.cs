namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Where the embedded store is.</summary>
public sealed class SqliteOptions
{
    /// <summary>The store's file; made if it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>Called when the disk failed to make a commit durable. The default ends the process: what memory holds may not be on disk.</summary>
    public Action<string> OnSyncFailed { get; init; } = Environment.FailFast;

    /// <summary>How long to wait for another program, such as a backup, that has locked the file.</summary>
    /// <value>30 s; at least 1 s.</value>
    public TimeSpan LockedTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock that marks are set by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
