using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

public sealed class FakeTableTests : TableBehaviours
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    protected override Task<TableServiceClient> ConnectAsync() => Task.FromResult(_storage.CreateTableClient("test"));
}
