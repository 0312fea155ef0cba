using CloudOrchestrator.Doorbells.Tests.Rows;

namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>On the fake account.</summary>
public sealed class FakeRowDoorbellTests : RowDoorbellConformance
{
    protected override Task<ClusterTable> OpenTableAsync() => ClusterTable.OnFakeAsync();
}
