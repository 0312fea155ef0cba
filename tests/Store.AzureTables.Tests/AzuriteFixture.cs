using Azure.Core.Pipeline;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Store.AzureTables.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>One emulator for all tests; each takes a cluster of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;

    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
            return _server!.ConnectionString;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (AzuriteServer.Missing is null)
        {
            _server = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A cluster that nothing has been written to.</summary>
    public static string NewCluster() => "t" + Guid.NewGuid().ToString("N");

    /// <summary>A log on a cluster, made if it is not there.</summary>
    internal async Task<AzureTablesCommitLog> OpenAsync(string cluster, HttpPipelineTransport? transport = null)
    {
        await AzureTablesServices.PrepareAsync(new AzureTablesOptions { ConnectionString = ConnectionString, Cluster = cluster }, TimeProvider.System, TestContext.Current.CancellationToken);
        return Log(Account(cluster, transport));
    }

    internal StorageAccount Account(string cluster, HttpPipelineTransport? transport = null) =>
        new(new AzureTablesOptions { ConnectionString = ConnectionString, Cluster = cluster, Transport = transport }, TimeProvider.System);

    internal static AzureTablesCommitLog Log(StorageAccount account) => new(account, TimeProvider.System, NullLogger<AzureTablesCommitLog>.Instance);
}
