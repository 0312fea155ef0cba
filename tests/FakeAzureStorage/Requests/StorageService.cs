namespace CloudOrchestrator.FakeAzureStorage.Requests;

internal enum StorageService
{
    Table,
    Blob,
}
