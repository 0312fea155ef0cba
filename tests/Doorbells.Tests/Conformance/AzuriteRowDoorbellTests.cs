using CloudOrchestrator.Doorbells.Tests.Rows;

namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>On Azurite, which checks signatures.</summary>
public sealed class AzuriteRowDoorbellTests(AzuriteFixture azurite) : RowDoorbellConformance
{
    protected override Task<ClusterTable> OpenTableAsync() => ClusterTable.OnAccountAsync(azurite.ConnectionString, "t" + Guid.NewGuid().ToString("N"));
}
