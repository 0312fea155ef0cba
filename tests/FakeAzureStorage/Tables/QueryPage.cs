using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables;

/// <summary>One page of a query.</summary>
/// <param name="Next">The row with which the next page starts looking, or null if the query is finished.</param>
/// <param name="Scanned">Rows that were looked at.</param>
internal sealed record QueryPage(IReadOnlyList<Entity> Entities, QueryPosition? Next, int Scanned);
