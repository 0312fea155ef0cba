namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <summary>Where a query goes on.</summary>
internal sealed record QueryPosition(string PartitionKey, string RowKey);
