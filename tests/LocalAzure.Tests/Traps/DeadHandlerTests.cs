using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.Clouds;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Traps;

/// <summary>The handler dies with requests in it; what the account has carried out and what the client hears are held apart to the letter.</summary>
[Collection("Clouds")]
public class DeadHandlerTests(Account account, SharedCluster shared) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Delete_KilledAfterItsCommit_ReplaySucceedsAndSparesWhatIsNew()
    {
        var cluster = await shared.GetRenewedAsync(account);
        using var other = Other(cluster, await shared.GetBesideAsync(account));
        var old = await ConfigMaps.MakeAsync(cluster.Http, "again");
        var held = cluster.Storage.Faults.HoldAnswer(call => call.Commits(ConfigMaps.Collection));

        var deletion = cluster.Http.DeleteAsync(new Uri($"{ConfigMaps.Path}/again", UriKind.Relative), Within.Test);
        await held.Held.Comes("the commit of the deletion");
        var made = await ConfigMaps.MakeAsync(other, "again");
        cluster.HttpInstances.Single().KillHandler();
        using var answer = await deletion.Comes("the answer to the replayed deletion");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(old, made);
        Assert.Equal(made, await ConfigMaps.FindAsync(cluster.Http, "again"));
    }

    [Fact]
    public async Task DeleteCollection_KilledAfterItsCommit_ReplaySucceedsAndSparesWhatIsNew()
    {
        var cluster = await shared.GetRenewedAsync(account);
        using var other = Other(cluster, await shared.GetBesideAsync(account));
        await ConfigMaps.MakeAsync(cluster.Http, "all");

        // First what is going to be deleted is written down.
        var commits = 0;
        var held = cluster.Storage.Faults.HoldAnswer(call => call.Commits(ConfigMaps.Collection) && ++commits == 2);

        var deletion = cluster.Http.DeleteAsync(new Uri($"{ConfigMaps.Path}?labelSelector=for%3Dall", UriKind.Relative), Within.Test);
        await held.Held.Comes("the commit of the deletion");
        var made = await ConfigMaps.MakeAsync(other, "all");
        cluster.HttpInstances.Single().KillHandler();
        using var answer = await deletion.Comes("the answer to the replayed deletion");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(made, await ConfigMaps.FindAsync(cluster.Http, "all"));
    }

    [Fact]
    public async Task Get_KilledMeanwhile_IsReplayed()
    {
        var cluster = await shared.GetRenewedAsync(account);
        var uid = await ConfigMaps.MakeAsync(cluster.Http, "read");
        var held = cluster.Storage.Faults.HoldAnswer(call => call.Reads(ConfigMaps.Collection));

        var reading = ConfigMaps.FindAsync(cluster.Http, "read");
        await held.Held.Comes("the query of the read");
        cluster.HttpInstances.Single().KillHandler();

        Assert.Equal(uid, await reading.Comes("the answer to the replayed read"));
        Assert.Equal(2, cluster.HttpInstances.Single().HandlerStarts);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Conflict)]
    [InlineData(false, HttpStatusCode.Created)]
    public async Task Post_KilledMeanwhile_IsNotReplayedAndItsRepetitionMakesOne(bool isCommitted, HttpStatusCode repeated)
    {
        var cluster = await shared.GetRenewedAsync(account);
        await ConfigMaps.MakeAsync(cluster.Http, $"before-{repeated}".ToLowerInvariant());
        var name = $"once-{repeated}".ToLowerInvariant();
        var held = isCommitted
            ? cluster.Storage.Faults.HoldAnswer(call => call.Commits(ConfigMaps.Collection))
            : cluster.Storage.Faults.HoldRequest(call => call.Commits(ConfigMaps.Collection));

        var creation = cluster.Http.PostAsJsonAsync(ConfigMaps.Path, ConfigMaps.Document(name, "1"), Within.Test);
        await held.Held.Comes("the commit of the creation");
        cluster.HttpInstances.Single().KillHandler();
        using var answer = await creation.Comes("the answer to the creation");
        using var again = await cluster.Http.PostAsJsonAsync(ConfigMaps.Path, ConfigMaps.Document(name, "1"), Within.Test).Comes("the answer to its repetition");
        using var list = JsonDocument.Parse(await cluster.Http.GetStringAsync(new Uri($"{ConfigMaps.Path}?labelSelector=for%3D{name}", UriKind.Relative), Within.Test));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(repeated, again.StatusCode);
        Assert.Equal(1, list.RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Handler_Terminated_IsStartedAgain()
    {
        var cluster = await shared.GetRenewedAsync(account);
        var instance = cluster.HttpInstances.Single();

        await TerminateAsync(instance);
        await instance.Log.LineAsync(line => line == "host: The handler ended with 143.", Within.Test).Comes("the end of the handler, with 143");
        await instance.Log.LineAsync(line => line == "host: The handler listens, start 2.", Within.Test).Comes("a second start");

        await ConfigMaps.MakeAsync(cluster.Http, "after");
    }

    private static HttpClient Other(Cluster cluster, LocalCloud beside) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    })
    {
        BaseAddress = beside.Address,
        DefaultRequestHeaders = { Authorization = new("Bearer", cluster.Token) },
    };

    private static async Task TerminateAsync(Instance instance)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{instance.HandlerProcessId}"]);
        await kill.WaitForExitAsync(Within.Test);
        Assert.Equal(0, kill.ExitCode);
    }
}
