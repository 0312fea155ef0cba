using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

/// <summary>A deletion whose process died before it could answer is sent again to another one.</summary>
public sealed class DeleteReplayTests : IAsyncDisposable
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private readonly Replays _replays = new();

    public static TheoryData<string, string> Kinds => new()
    {
        { Replays.ConfigMaps, Objects.ConfigMap("a") },
        { Pods, Objects.Pod("a") },
        { Deployments, Objects.Deployment("a") },
    };

    public ValueTask DisposeAsync() => _replays.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_SentAgain_KeepsWhatWasMadeMeanwhileAndAnswersTheSame(string path, string document)
    {
        var (id, first) = (Replays.NewId(), await _replays.StartAsync());
        await Replays.AddAsync(first, path, document);
        var answered = await Replays.DeleteAsync(first, path + "/a", id).JsonAsync();
        var second = await _replays.StartAsync();
        await Replays.AddAsync(second, path, document);
        var uid = await Replays.UidAsync(second, path + "/a");

        var again = await Replays.DeleteAsync(second, path + "/a", id).JsonAsync();

        Assert.Equal(answered.ToJsonString(), again.ToJsonString());
        Assert.Equal(uid, await Replays.UidAsync(second, path + "/a"));
        await Replays.DeleteAsync(second, path + "/a", Replays.NewId()).JsonAsync();
        await Replays.DeleteAsync(second, path + "/a", Replays.NewId()).StatusAsync(404, "NotFound");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_SentAgainWithNothingThere_AnswersTheSame(string path, string document)
    {
        var (id, first) = (Replays.NewId(), await _replays.StartAsync());
        await Replays.AddAsync(first, path, document);
        var answered = await Replays.DeleteAsync(first, path + "/a", id).JsonAsync();

        var again = await Replays.DeleteAsync(await _replays.StartAsync(), path + "/a", id).JsonAsync();

        Assert.Equal(answered.ToJsonString(), again.ToJsonString());
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK, """["example.com/a"]""")]
    [InlineData("?propagationPolicy=Foreground", HttpStatusCode.Accepted, """["foregroundDeletion"]""")]
    [InlineData("?propagationPolicy=Orphan", HttpStatusCode.OK, """["orphan"]""")]
    [InlineData("?orphanDependents=false", HttpStatusCode.Accepted, """["example.com/a"]""")]
    public async Task Delete_ThatWaitsForAFinalizer_IsAnsweredTheSameAgain(string query, HttpStatusCode code, string finalizers)
    {
        var (id, first) = (Replays.NewId(), await _replays.StartAsync());
        var made = await Replays.AddAsync(first, Deployments, Objects.Deployment("a"));
        if (finalizers.Contains("example.com", StringComparison.Ordinal))
        {
            await first.PatchAsync(Deployments + "/a", """{"metadata":{"finalizers":FINALIZERS}}""".Replace("FINALIZERS", finalizers), "application/merge-patch+json").JsonAsync();
        }

        var answered = await Replays.DeleteAsync(first, $"{Deployments}/a{query}", id).JsonAsync(code);
        Assert.Equal(finalizers, answered["metadata"]!["finalizers"]!.ToJsonString());
        var second = await _replays.StartAsync();
        await second.PatchAsync(Deployments + "/a", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json").JsonAsync();
        var anew = await Replays.AddAsync(second, Deployments, Objects.Deployment("a"));

        var again = await Replays.DeleteAsync(second, $"{Deployments}/a{query}", id).JsonAsync(code);

        Assert.Equal(answered.ToJsonString(), again.ToJsonString());
        Assert.NotEqual((string?)made["metadata"]!["uid"], (string?)anew["metadata"]!["uid"]);
        Assert.Equal(anew.ToJsonString(), (await second.SendAsync(HttpMethod.Get, Deployments + "/a").JsonAsync()).ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_PodThatIsGivenTime_DoesNotEndTheNextOne(bool wasEndingAlready)
    {
        var (id, first) = (Replays.NewId(), await _replays.StartAsync());
        await BoundPodAsync(first);
        if (wasEndingAlready)
        {
            // This deletion then has nothing to change, and has to be remembered all the same.
            await Replays.DeleteAsync(first, Pods + "/a", Replays.NewId()).JsonAsync();
        }

        var answered = await Replays.DeleteAsync(first, Pods + "/a", id).JsonAsync();
        Assert.Equal(30, (int?)answered["metadata"]!["deletionGracePeriodSeconds"]);
        var second = await _replays.StartAsync();
        await Replays.DeleteAsync(second, Pods + "/a", Replays.NewId(), """{"gracePeriodSeconds":0}""").JsonAsync();
        await BoundPodAsync(second);

        var again = await Replays.DeleteAsync(second, Pods + "/a", id).JsonAsync();

        Assert.Equal((string?)answered["metadata"]!["uid"], (string?)again["metadata"]!["uid"]);
        Assert.Null((await second.SendAsync(HttpMethod.Get, Pods + "/a").JsonAsync())["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public async Task Delete_LandsWhileItIsSentAgain_KeepsWhatWasMadeInBetween()
    {
        var (id, first, second, other) = (Replays.NewId(), await _replays.StartAsync(), await _replays.StartAsync(), await _replays.StartAsync());
        await Replays.AddAsync(first, Replays.ConfigMaps, Objects.ConfigMap("a"));
        await Replays.NamesAsync(second);
        var appends = 0;
        TaskCompletionSource firstArrived = new(), secondArrived = new(), firstMayLand = new(), secondMayGoOn = new();
        _replays.Log.Before = what => what != "append" ? Task.CompletedTask : Interlocked.Increment(ref appends) switch
        {
            1 => Hold(firstArrived, firstMayLand),
            2 => Hold(secondArrived, secondMayGoOn),
            _ => Task.CompletedTask,
        };

        var dying = Replays.DeleteAsync(first, Replays.ConfigMaps + "/a", id);
        await firstArrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var replayed = Replays.DeleteAsync(second, Replays.ConfigMaps + "/a", id);
        await secondArrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        firstMayLand.SetResult();
        var answered = await dying.JsonAsync();
        await Replays.AddAsync(other, Replays.ConfigMaps, Objects.ConfigMap("a", "new"));
        secondMayGoOn.SetResult();
        var again = await replayed.JsonAsync();

        Assert.Equal(answered.ToJsonString(), again.ToJsonString());
        Assert.Equal("a", await Replays.NamesAsync(second));
    }

    [Fact]
    public async Task Delete_SentAgainTwiceAtOnce_IsAnsweredTwice()
    {
        var (id, first) = (Replays.NewId(), await _replays.StartAsync());
        await Replays.AddAsync(first, Replays.ConfigMaps, Objects.ConfigMap("a"));
        var (second, third) = (await _replays.StartAsync(), await _replays.StartAsync());

        var answers = await Task.WhenAll(new[] { first, second, third }.Select(server => Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).JsonAsync()));

        Assert.Single(answers.Select(answer => answer.ToJsonString()).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("11111111-1111-1111-1111-111111111111-11111111-1111-1111-1111-1111")]
    public async Task Delete_IdThatIsNone_IsIgnored(string id)
    {
        var server = await _replays.StartAsync();
        await Replays.AddAsync(server, Replays.ConfigMaps, Objects.ConfigMap("a"));
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).JsonAsync();
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Delete_WithABodyOrAsADryRun_IsNotRemembered()
    {
        var (id, server) = (Replays.NewId(), await _replays.StartAsync());
        await Replays.AddAsync(server, Replays.ConfigMaps, Objects.ConfigMap("a"));
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a?dryRun=All", id).JsonAsync();
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id, "{}").JsonAsync();
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Delete_FoundNothing_MayTakeEffectAtItsReplay()
    {
        var (id, server) = (Replays.NewId(), await _replays.StartAsync());
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).StatusAsync(404, "NotFound");
        await Replays.AddAsync(server, Replays.ConfigMaps, Objects.ConfigMap("a"));
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "/a", id).JsonAsync();
    }

    private static async Task BoundPodAsync(TestServer server)
    {
        await Replays.AddAsync(server, Pods, Objects.Pod("a"));
        await server.PostAsync(Pods + "/a/binding", """{"target":{"name":"n1"}}""").JsonAsync(HttpStatusCode.Created);
    }

    private static Task Hold(TaskCompletionSource arrived, TaskCompletionSource go)
    {
        arrived.SetResult();
        return go.Task;
    }
}
