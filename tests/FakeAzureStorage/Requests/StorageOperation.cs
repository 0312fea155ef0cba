namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>A request that was understood. It can be carried out at any later moment, more than once.</summary>
internal abstract record StorageOperation(RequestKind Kind)
{
    public virtual string? Table => null;

    /// <summary>The partition, if it is in one alone.</summary>
    public virtual string? Partition => null;

    public virtual string? Container => null;

    public virtual string? Blob => null;

    /// <summary>Entities that it writes, or 0.</summary>
    public virtual int EntitiesWritten => 0;
}
