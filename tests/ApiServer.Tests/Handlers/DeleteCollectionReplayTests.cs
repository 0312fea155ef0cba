using System.Globalization;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

/// <summary>A deletion of many objects whose process died on the way is sent again to another one.</summary>
public sealed class DeleteCollectionReplayTests : IAsyncDisposable
{
    private readonly Replays _replays = new();

    /// <summary>Queries of such requests; <c>R</c> stands for the revision after a, b and c were made. What of a, b and c they select.</summary>
    public static TheoryData<string, string> Queries => new()
    {
        { "", "a b c" },
        { "?resourceVersion=0", "a b c" },
        { "?resourceVersion=0&resourceVersionMatch=NotOlderThan", "a b c" },
        { "?resourceVersion=R", "a b c" },
        { "?resourceVersion=R&resourceVersionMatch=NotOlderThan", "a b c" },
        { "?resourceVersion=R&resourceVersionMatch=Exact", "a b c" },
        { "?labelSelector=t%3Dx", "a b c" },
        { "?fieldSelector=metadata.name%21%3Db", "a c" },
        { "?fieldSelector=metadata.name%3Db", "b" },
        { "?labelSelector=t%3Dx&resourceVersion=0", "a b c" },
        { "?limit=2", "a b" },
        { "?limit=2&resourceVersion=R", "a b" },
    };

    public ValueTask DisposeAsync() => _replays.DisposeAsync();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Delete_SentAgainWhenAllWasDone_KeepsWhatWasMadeMeanwhileAndAnswersTheSame(string query, string selected)
    {
        var (id, path, first) = await BeginAsync(query);
        Assert.Equal(selected, Replays.Names(await Replays.DeleteAsync(first, path, id).JsonAsync()));
        var second = await _replays.StartAsync();
        await MakeAsync(second, selected.Split(' '));
        await MakeAsync(second, "a0", "d");
        var there = await Replays.NamesAsync(second);

        var again = await Replays.DeleteAsync(second, path, id).JsonAsync();

        Assert.Equal(selected, Replays.Names(again));
        Assert.Equal(there, await Replays.NamesAsync(second));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Delete_SentAgainWhenNothingWasDone_DeletesWhatWasListedAlone(string query, string selected)
    {
        var (id, path, first) = await BeginAsync(query);

        // The list is noted, and then the process dies; an exact revision needs no note.
        if (!query.Contains("Exact", StringComparison.Ordinal) && !query.Contains("limit=2&resourceVersion=R", StringComparison.Ordinal))
        {
            _replays.Log.Faults.Enqueue(AppendFault.None);
        }

        _replays.Log.Faults.Enqueue(AppendFault.Rejected);
        await Replays.DeleteAsync(first, path, id).StatusAsync(503, "ServiceUnavailable");
        Assert.Empty(_replays.Log.Faults);
        var second = await _replays.StartAsync();

        // One of those listed is another by now.
        var anew = selected.Split(' ')[0];
        await Replays.DeleteAsync(second, $"{Replays.ConfigMaps}/{anew}", Replays.NewId()).JsonAsync();
        await MakeAsync(second, anew, "a0", "d");

        var again = await Replays.DeleteAsync(second, path, id).JsonAsync();

        Assert.Equal(selected, Replays.Names(again));
        var left = "a b c".Split(' ').Except(selected.Split(' ')).Append(anew).Append("a0").Append("d").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join(' ', left), await Replays.NamesAsync(second));
    }

    [Fact]
    public async Task Delete_SentAgainTwiceAtOnce_DeletesWhatWasListedAlone()
    {
        var (id, path, first) = await BeginAsync("");
        Assert.Equal("a b c", Replays.Names(await Replays.DeleteAsync(first, path, id).JsonAsync()));
        var (second, third) = (await _replays.StartAsync(), await _replays.StartAsync());
        await MakeAsync(second, "a", "d");

        var answers = await Task.WhenAll(Replays.DeleteAsync(second, path, id).JsonAsync(), Replays.DeleteAsync(third, path, id).JsonAsync());

        Assert.All(answers, answer => Assert.Equal("a b c", Replays.Names(answer)));
        Assert.Equal("a d", await Replays.NamesAsync(third));
    }

    [Fact]
    public async Task Delete_InACollectionThatNeverHeldAnything_DeletesNothingMadeMeanwhile()
    {
        var (id, server) = (Replays.NewId(), await _replays.StartAsync());
        const string Secrets = "/api/v1/namespaces/default/secrets";
        Assert.Equal("", Replays.Names(await Replays.DeleteAsync(server, Secrets, id).JsonAsync()));
        await Replays.AddAsync(server, Secrets, """{"metadata":{"name":"s"}}""");
        Assert.Equal("", Replays.Names(await Replays.DeleteAsync(server, Secrets, id).JsonAsync()));
        Assert.Equal("s", await Replays.NamesAsync(server, Secrets));
    }

    [Fact]
    public async Task Delete_VersionToCome_Is504AndNotesNothing()
    {
        var (id, _, server) = await BeginAsync("");
        await Replays.DeleteAsync(server, Replays.ConfigMaps + "?resourceVersion=999999", id).StatusAsync(504, "Timeout");
        await MakeAsync(server, "d");
        Assert.Equal("a b c d", Replays.Names(await Replays.DeleteAsync(server, Replays.ConfigMaps, id).JsonAsync()));
    }

    [Fact]
    public async Task Delete_DryRun_DeletesAndNotesNothing()
    {
        var (id, _, server) = await BeginAsync("");
        Assert.Equal("a b c", Replays.Names(await Replays.DeleteAsync(server, Replays.ConfigMaps + "?dryRun=All", id).JsonAsync()));
        await MakeAsync(server, "d");
        Assert.Equal("a b c d", Replays.Names(await Replays.DeleteAsync(server, Replays.ConfigMaps, id).JsonAsync()));
    }

    private async Task<(string Id, string Path, TestServer Server)> BeginAsync(string query)
    {
        var server = await _replays.StartAsync();
        await MakeAsync(server, "a", "b", "c");
        var list = await server.SendAsync(HttpMethod.Get, Replays.ConfigMaps).JsonAsync();
        var revision = long.Parse((string)list["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
        return (Replays.NewId(), Replays.ConfigMaps + query.Replace("=R", $"={revision}", StringComparison.Ordinal), server);
    }

    private static async Task MakeAsync(TestServer server, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            await Replays.AddAsync(server, Replays.ConfigMaps, Objects.ConfigMap(name, labels: """{"t":"x"}"""));
        }
    }
}
