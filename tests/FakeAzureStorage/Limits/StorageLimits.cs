namespace CloudOrchestrator.FakeAzureStorage.Limits;

/// <summary>The limits and targets of the service. The defaults are the documented ones; a test may set smaller ones to meet them sooner.</summary>
/// <remarks>
/// Sources: «Understanding the Table service data model», «Performing entity group transactions», «Query timeout and pagination»,
/// «Scalability and performance targets for Table storage».
/// </remarks>
public sealed record StorageLimits
{
    /// <summary>Most bytes of an entity: 4, two a character of the keys, and for each property 8, two a character of its name, and its value.</summary>
    /// <value>1 MiB.</value>
    /// <remarks>The sum is the service's own, as its team published it. Answer: 400 EntityTooLarge.</remarks>
    public int EntityBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Most bytes of a binary property, after base64 is decoded, or of a string property in UTF-16.</summary>
    /// <value>64 KiB. Answer: 400 PropertyValueTooLarge.</value>
    public int PropertyBytesMax { get; init; } = 64 * 1024;

    /// <summary>Most properties of an entity beside its two keys and its timestamp.</summary>
    /// <value>252. Answer: 400 TooManyProperties.</value>
    public int PropertiesMax { get; init; } = 252;

    /// <summary>Most characters of a property's name.</summary>
    /// <value>255. Answer: 400 PropertyNameTooLong.</value>
    public int PropertyNameCharactersMax { get; init; } = 255;

    /// <summary>Most bytes of a partition key, and of a row key, in UTF-16.</summary>
    /// <value>1 KiB. Answer: 400 KeyValueTooLarge.</value>
    /// <remarks>Some editions of the documentation say 1,024 characters; the stricter reading is taken.</remarks>
    public int KeyBytesMax { get; init; } = 1024;

    /// <summary>Most operations of an entity group transaction.</summary>
    /// <value>100. Answer: an inner 400 InvalidInput.</value>
    public int BatchOperationsMax { get; init; } = 100;

    /// <summary>Most bytes of a request to the table service as sent, so of a transaction with its base64 and its multipart headers.</summary>
    /// <value>4 MiB. Answer: 413 RequestBodyTooLarge.</value>
    public int TableBodyBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most rows of one page of a query.</summary>
    /// <value>1,000.</value>
    public int PageRowsMax { get; init; } = 1000;

    /// <summary>Longest that a query runs before it answers what it has, which may be nothing, and a continuation token.</summary>
    /// <value>5 s, of simulated time: <see cref="StorageLatency.RowScanned"/> for each row looked at.</value>
    public TimeSpan QueryTimeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Entities that a partition serves in a second. Failed attempts count whole; what is over is answered 503 ServerBusy.</summary>
    /// <value>2,000 of 1 KiB. A second's worth may come at once. 0 turns it off.</value>
    public int PartitionEntitiesPerSecond { get; init; } = 2000;

    /// <summary>Whether each row that a read answers counts against the partition's target, or the read as one entity.</summary>
    /// <value>True: the documentation makes no difference between reading and writing.</value>
    public bool CountsRowsRead { get; init; } = true;

    /// <summary>Requests that the account serves in a second.</summary>
    /// <value>20,000. A second's worth may come at once. 0 turns it off.</value>
    public int AccountRequestsPerSecond { get; init; } = 20000;

    /// <summary>How long a deleted table is being deleted: until then every operation on it is answered 409 TableBeingDeleted.</summary>
    /// <value>40 s, the least that is documented for Delete Table.</value>
    public TimeSpan TableDeletion { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a deleted container is being deleted: until then none of its name can be made, 409 ContainerBeingDeleted.</summary>
    /// <value>30 s, the least that is documented for Delete Container.</value>
    public TimeSpan ContainerDeletion { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most blobs of one page of a list.</summary>
    /// <value>5,000.</value>
    public int BlobPageMax { get; init; } = 5000;
}
