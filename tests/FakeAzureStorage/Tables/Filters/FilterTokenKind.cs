namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

internal enum FilterTokenKind
{
    Word,
    Constant,
    Open,
    Close,
    End,
}
