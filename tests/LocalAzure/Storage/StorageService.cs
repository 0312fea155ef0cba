namespace CloudOrchestrator.LocalAzure.Storage;

/// <summary>A service of the storage account.</summary>
public enum StorageService
{
    Table,
    Blob,
    Queue,
}
