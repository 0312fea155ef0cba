using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Tests.Azurite;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

public sealed class AzuriteTableTests(AzuriteFixture azurite) : TableBehaviours
{
    protected override async Task<TableServiceClient> ConnectAsync()
    {
        var server = await azurite.StartedAsync();
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return new TableServiceClient(server.ConnectionString, options);
    }
}
