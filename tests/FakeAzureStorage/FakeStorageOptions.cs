using CloudOrchestrator.FakeAzureStorage.Limits;

namespace CloudOrchestrator.FakeAzureStorage;

/// <summary>What a <see cref="FakeStorage"/> is like.</summary>
public sealed record FakeStorageOptions
{
    /// <summary>The account's name; a request for another is refused.</summary>
    public string AccountName { get; init; } = "fakestorage";

    /// <summary>The service's own limits by default.</summary>
    public StorageLimits Limits { get; init; } = new();

    /// <summary>None by default.</summary>
    public StorageLatency Latency { get; init; } = StorageLatency.None;
}
