using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

public sealed class FakeTableTests : TableBehaviours
{
    /// <summary>Azurite forgets a deleted table at once.</summary>
    private readonly FakeStorage _storage = new(TimeProvider.System, new() { Limits = new() { TableDeletion = TimeSpan.Zero } });

    protected override Task<TableServiceClient> ConnectAsync() => Task.FromResult(_storage.CreateTableClient("test"));
}
