namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>An answer as it is on the wire.</summary>
internal sealed record StorageAnswer(int Status)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A transaction that is answered 202 and, within, an error.</summary>
    public bool FailedWithin { get; init; }

    public bool Failed => Status >= 400 || FailedWithin;

    /// <summary>The connection is cut in the middle of the body.</summary>
    public bool IsCut { get; init; }

    /// <summary>Rows that a query looked at, for the time that it takes.</summary>
    public int RowsScanned { get; init; }

    public StorageAnswer With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
