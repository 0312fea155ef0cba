namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>A request is refused somewhere in the depth of a parser or a check; the edge of the service turns it into an answer.</summary>
internal sealed class RefusedException(StorageError error) : Exception(error.Message)
{
    public StorageError Error => error;
}
