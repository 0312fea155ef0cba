namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>The types that a property may have.</summary>
internal enum EdmType
{
    String,
    Binary,
    Boolean,
    DateTime,
    Double,
    Guid,
    Int32,
    Int64,
}
