namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

/// <summary>What a write says of a blob beside its content.</summary>
internal sealed record BlobHeaders(string ContentType, IReadOnlyDictionary<string, string> Metadata);
