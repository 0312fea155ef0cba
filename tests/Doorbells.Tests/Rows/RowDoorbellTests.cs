using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.Doorbells.Tests.Doubles;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using k8s;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Rows;

/// <summary>What the row's doorbell costs, and that it hears every ring. Where the clock matters, it is the test's.</summary>
public sealed class RowDoorbellTests : IAsyncLifetime
{
    private const string Node = "node-1";
    private const int PollsPerStep = 5;

    private static readonly RequestTarget Beats = new() { Instance = ClusterTable.NodeInstance };

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RecordedLog<RowDoorbell> _log = new();
    private readonly FakeApi _api;
    private readonly Kubernetes _client;
    private ClusterTable _table = null!;

    public RowDoorbellTests()
    {
        _api = new FakeApi { NodeName = Node, Time = _time };
        _client = _api.CreateClient();
    }

    public async ValueTask InitializeAsync() => _table = await ClusterTable.OnFakeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _table.DisposeAsync();
    }

    [Fact]
    public async Task BeatAsync_BesideTheLoop_SendsNothing()
    {
        using var doorbell = OnTestClock();
        await using var listener = new Listener(doorbell);
        await listener.UntilAsync(_ => true, "the first notice");

        for (var asked = 0; asked < 100; asked++)
        {
            Assert.True(await doorbell.BeatAsync(TestContext.Current.CancellationToken));
        }

        // The clock stands still: there has been the first beat and no other.
        Assert.Equal(1, _table.Storage!.Counts.Take().Of(ClusterTable.NodeInstance).Requests);
        Assert.Single(_api.Lists);
    }

    [Fact]
    public async Task ListenAsync_NobodyRings_ListsOnceAnHourAtMost()
    {
        using var doorbell = OnTestClock();
        await using var listener = new Listener(doorbell);
        await listener.UntilAsync(_ => true, "the first notice");

        await AdvanceUntilAsync(() => _api.Lists.Count >= 2, "the second list", TimeSpan.FromSeconds(60));

        var lists = _api.Lists.ToArray();
        Assert.True(lists[1] - lists[0] >= TimeSpan.FromMinutes(54), $"listed again after {lists[1] - lists[0]}");
    }

    [Fact]
    public async Task ListenAsync_RungForNothing_SaysThatThePodsAreWhatTheyWere()
    {
        using var doorbell = OnTestClock();
        var unchanged = 0;
        doorbell.PodsUnchanged += () => Interlocked.Increment(ref unchanged);
        await using var listener = new Listener(doorbell);
        await listener.UntilAsync(_ => true, "the first notice");
        _api.Put("a");
        await _table.Heartbeats.RingAsync(Node, TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(() => listener.Count >= 2, "the ring for a pod", TimeSpan.FromSeconds(2));
        Assert.Equal(0, Volatile.Read(ref unchanged));

        await _table.Heartbeats.RingAsync(Node, TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(() => Volatile.Read(ref unchanged) == 1, "the ring for nothing", TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task ListenAsync_TableAway_ListsMoreAndMoreSeldom()
    {
        using var doorbell = OnTestClock();
        await using var listener = new Listener(doorbell);
        await listener.UntilAsync(_ => true, "the first notice");
        _table.SetAway(true);
        var begun = _time.GetUtcNow();

        await AdvanceUntilAsync(() => _api.Lists.Count >= 4, "three more lists", TimeSpan.FromSeconds(5));

        var lists = _api.Lists.ToArray();
        Assert.True(lists[1] - begun >= TimeSpan.FromSeconds(60), $"the first after {lists[1] - begun}");
        Assert.False(await doorbell.BeatAsync(TestContext.Current.CancellationToken));
        _table.SetAway(false);
        var heard = listener.Count;
        var revision = _api.Put("a");
        await _table.Heartbeats.RingAsync(Node, TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(() => listener.Count > heard, "the ring", TimeSpan.FromSeconds(2));
        await listener.UntilKnownAsync("a", revision);
        await Listener.UntilAsync(() => doorbell.BeatAsync(TestContext.Current.CancellationToken), "a sign that the node lives");
        Assert.Equal(1, _log.Lines.Count(line => line.StartsWith("7104 ", StringComparison.Ordinal)));
        Assert.Equal(1, _log.Lines.Count(line => line.StartsWith("7105 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ListenAsync_ApiAway_AsksMoreAndMoreSeldomAndThenAgain()
    {
        _api.IsAway = true;
        using var doorbell = OnTestClock();
        await using var listener = new Listener(doorbell);

        await AdvanceUntilAsync(() => _api.Lists.Count >= 7, "seven attempts", TimeSpan.FromMilliseconds(500));

        var lists = _api.Lists.ToArray();
        Assert.True(lists[6] - lists[5] >= TimeSpan.FromSeconds(7.5), $"the last wait was {lists[6] - lists[5]}");
        await Listener.UntilAsync(() => doorbell.BeatAsync(TestContext.Current.CancellationToken), "a sign that the node lives though the API is away");
        _api.IsAway = false;
        await AdvanceUntilAsync(() => listener.Count > 0, "the pods", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ListenAsync_SignatureRefused_SaysSoWithoutIt()
    {
        var secret = _table.Options(Node).Row.Uri.Query.Split("sig=")[1].Split('&')[0];
        _table.Storage!.Faults.Always(Beats, Fault.Answer(StorageError.AuthenticationFailed));
        using var doorbell = OnTestClock();
        await using var listener = new Listener(doorbell);

        await Listener.UntilAsync(() => _log.Lines.Any(line => line.Contains("the table refuses the signature (403", StringComparison.Ordinal)), "a line that says so");

        Assert.All(_log.Lines, line => Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
        Assert.All(_log.Lines, line => Assert.DoesNotContain(Uri.UnescapeDataString(secret), line, StringComparison.Ordinal));
        Assert.False(await doorbell.BeatAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ListenAsync_FaultsOnTheWay_HearsOfEveryChange(int seed)
    {
        var options = _table.Options(Node, seed);
        using var doorbell = new RowDoorbell(_client, new SocketsHttpHandler(), options with { BlindListMin = options.ListEvery }, TimeProvider.System, _log);
        await using var listener = new Listener(doorbell);
        _table.Storage!.Faults.AtRandom(
            seed, 0.3, Beats, Fault.DropRequest(), Fault.DropAnswer(), Fault.CutAnswer(), Fault.Answer(StorageError.ServerBusy), Fault.Duplicate(answersSecond: true), Fault.LandLate(TimeSpan.FromMilliseconds(20)));

        for (var change = 0; change < 15; change++)
        {
            var revision = _api.Put("a");
            await _table.Heartbeats.RingAsync(Node, TestContext.Current.CancellationToken);
            await listener.UntilKnownAsync("a", revision);
        }
    }

    /// <summary>Nothing but the test moves its clock, and no answer is too slow.</summary>
    private RowDoorbell OnTestClock()
    {
        var options = new RowDoorbellOptions { NodeName = Node, Row = _table.Address(Node), Random = new Random(7), AnswerMax = TimeSpan.FromDays(1) };
        return new RowDoorbell(_client, new SocketsHttpHandler(), options, _time, _log);
    }

    private async Task AdvanceUntilAsync(Func<bool> holds, string what, TimeSpan step)
    {
        var polls = 0;
        await Listener.UntilAsync(
            () =>
            {
                if (polls++ % PollsPerStep == 0)
                {
                    _time.Advance(step);
                }

                return holds();
            },
            what);
    }
}
