using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>The handler as a process: what it starts without, and how it ends.</summary>
public sealed class HandlerTests
{
    /// <summary>What changes something in the account.</summary>
    private static readonly RequestKind[] Changes =
    [
        RequestKind.CreateTable, RequestKind.CreateContainer, RequestKind.Batch, RequestKind.InsertEntity, RequestKind.UpdateEntity, RequestKind.MergeEntity, RequestKind.PutBlob,
    ];

    [Fact]
    public async Task Functions_SettingsWrong_SaysEachInALineAndEndsWithAnError()
    {
        var environment = Given.Local();
        environment["ClusterName"] = "No Name";
        environment.Remove("ApiTokenHashes");
        var (code, said) = await Handler.FailAsync(environment);
        Assert.Equal(1, code);
        Assert.Collection(
            said.TrimEnd().Split('\n'),
            line => Assert.StartsWith("functions: ClusterName: not 3 to 46", line, StringComparison.Ordinal),
            line => Assert.StartsWith("functions: ApiTokenHashes: missing", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Functions_PortTaken_SaysSoInALineAndEndsWithAnError()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (code, said) = await Handler.FailAsync(Given.Local(port: port));
        Assert.Equal(1, code);
        Assert.StartsWith($"functions: FUNCTIONS_CUSTOMHANDLER_PORT: port {port} cannot be listened on: ", said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Functions_StorageAway_ServesWithoutAndEndsWithASignalsCode()
    {
        await using var handler = await Handler.StartAsync(Given.Local());
        Assert.Equal(HttpStatusCode.OK, (await handler.AskAsync(HttpMethod.Get, "/version")).Code);
        var (code, body) = await handler.AskAsync(HttpMethod.Get, "/api/v1/namespaces");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains("\"kind\":\"Status\"", body, StringComparison.Ordinal);
        (code, body) = await handler.AskAsync(HttpMethod.Post, "/Tick", isOutside: false);
        Assert.Equal(HttpStatusCode.InternalServerError, code);
        Assert.Contains("no Data.timer", body, StringComparison.Ordinal);
        Assert.Equal(143, await handler.TerminateAsync());
    }

    [Fact]
    public async Task Functions_InsightsSet_HasSentItsMeasurementsWhenATickEnds()
    {
        await using var ingestion = await Ingestion.StartAsync();
        var environment = Given.Local();
        environment["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion.ConnectionString;
        await using var handler = await Handler.StartAsync(environment);
        Assert.Equal(HttpStatusCode.InternalServerError, (await handler.AskAsync(HttpMethod.Post, "/Tick", isOutside: false)).Code);
        Assert.Contains("\"name\":\"cloudorchestrator.functions.invocations\"", ingestion.Taken, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"failed\"", ingestion.Taken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_NewClusterThenAgain_IsMadeOnceAndThenOnlyRead()
    {
        var storage = new FakeStorage(TimeProvider.System);
        await using var listener = await storage.ListenAsync("host", TestContext.Current.CancellationToken);
        var environment = Given.Local();
        environment["ClusterStorage"] = listener.ConnectionString + ";QueueEndpoint=http://127.0.0.1:1/a";
        await using (var first = await Handler.StartAsync(environment))
        {
            // Past the gate nobody has said yet who asks.
            Assert.Equal(HttpStatusCode.Unauthorized, (await first.AskAsync(HttpMethod.Get, "/api/v1/namespaces")).Code);
            Assert.Equal(HttpStatusCode.Unauthorized, (await first.AskAsync(HttpMethod.Post, "/Tick")).Code);
        }

        var before = storage.Counts.Take();
        await using var second = await Handler.StartAsync(environment);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.AskAsync(HttpMethod.Get, "/api/v1/namespaces")).Code);
        var counts = storage.Counts.Take() - before;
        Assert.True(counts.Of(kinds: Changes).Requests == 0, counts.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine(counts.ToString());
    }

    [Fact]
    public async Task Functions_ParentKilled_EndsToo() => Assert.True(await Handler.EndsWithItsParentAsync(Given.Local()), "it lives on without its parent");
}
