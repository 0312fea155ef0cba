namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>A request that is refused without a look at what is stored.</summary>
internal sealed record RefusedOperation(StorageError Error, RequestKind Kind, StorageService? Service) : StorageOperation(Kind);
