namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

internal enum ChangeKind
{
    Insert,
    Replace,
    Merge,
    Delete,
}
