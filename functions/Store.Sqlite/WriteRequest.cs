namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Work for the one writer.</summary>
internal abstract class WriteRequest
{
    /// <summary>Runs inside the transaction.</summary>
    public abstract void Run();

    /// <summary>What it did is durable.</summary>
    public abstract void Succeed();

    /// <summary>The transaction was not written, and will not be.</summary>
    public abstract void Reject(string reason);

    /// <summary>Nobody knows whether the transaction was written.</summary>
    public abstract void Fail(string reason);
}
