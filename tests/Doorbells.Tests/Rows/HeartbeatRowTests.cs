using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.Doorbells.Tests.Doubles;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Rows;

/// <summary>The agent's side of the row against the control plane's: both speak the same protocol.</summary>
public sealed class HeartbeatRowTests : IAsyncLifetime
{
    private const string Node = "node-1";

    private static readonly RequestTarget Beats = new() { Instance = ClusterTable.NodeInstance };

    private readonly HttpClient _client = new();
    private ClusterTable _table = null!;
    private HeartbeatRow _row = null!;

    /// <summary>No answer is too slow.</summary>
    private RowDoorbellOptions Patient => _table.Options(Node) with { AnswerMax = TimeSpan.FromDays(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _table = await ClusterTable.OnFakeAsync();
        _row = Row(Patient);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _table.DisposeAsync();
    }

    [Fact]
    public async Task BeatAsync_First_IsRungAndSeen()
    {
        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));

        var seen = Assert.Single(await _table.Heartbeats.HeartbeatsAsync(Token));
        Assert.Equal((Node, false), (seen.Name, seen.IsRung));
        Assert.True(seen.Age < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task BeatAsync_NobodyRang_IsQuietAndOneRequest()
    {
        await _row.BeatAsync(Token);
        var before = _table.Storage!.Counts.Take();

        Assert.IsType<BeatAnswer.Quiet>(await _row.BeatAsync(Token));
        Assert.IsType<BeatAnswer.Quiet>(await _row.BeatAsync(Token));

        var spent = (_table.Storage.Counts.Take() - before).Of(ClusterTable.NodeInstance);
        Assert.Equal((2, 0), (spent.Requests, spent.Failed));
    }

    [Fact]
    public async Task BeatAsync_Rung_IsRungOnce()
    {
        await _row.BeatAsync(Token);
        await _table.Heartbeats.RingAsync(Node, Token);
        Assert.True(Assert.Single(await _table.Heartbeats.HeartbeatsAsync(Token)).IsRung);

        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));

        Assert.False(Assert.Single(await _table.Heartbeats.HeartbeatsAsync(Token)).IsRung);
        Assert.IsType<BeatAnswer.Quiet>(await _row.BeatAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_RowGone_IsRungAndThereAgain()
    {
        await _row.BeatAsync(Token);
        await _table.Heartbeats.EndAsync(Node, Token);

        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));

        Assert.Single(await _table.Heartbeats.HeartbeatsAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_AnotherAgentOfTheName_IsRung()
    {
        await _row.BeatAsync(Token);
        await Row(Patient).BeatAsync(Token);

        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_AnswerLost_IsRungAtTheNext()
    {
        await _row.BeatAsync(Token);
        _table.Storage!.Faults.On(Beats, Fault.DropAnswer());

        Assert.IsType<BeatAnswer.Failed>(await _row.BeatAsync(Token));
        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_RequestLost_LeavesTheRingInTheRow()
    {
        await _row.BeatAsync(Token);
        _table.Storage!.Faults.On(Beats, Fault.DropRequest());
        await _table.Heartbeats.RingAsync(Node, Token);

        Assert.IsType<BeatAnswer.Failed>(await _row.BeatAsync(Token));
        Assert.IsType<BeatAnswer.Rung>(await _row.BeatAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_Throttled_SaysSo()
    {
        await _row.BeatAsync(Token);
        _table.Storage!.Faults.On(Beats, Fault.Answer(StorageError.ServerBusy));

        Assert.StartsWith("the table answered 503", Assert.IsType<BeatAnswer.Failed>(await _row.BeatAsync(Token)).Message, StringComparison.Ordinal);
        Assert.IsType<BeatAnswer.Quiet>(await _row.BeatAsync(Token));
    }

    [Fact]
    public async Task BeatAsync_Silence_IsGivenUp()
    {
        var row = Row(_table.Options(Node) with { AnswerMax = TimeSpan.FromMilliseconds(50) });
        _table.Storage!.Faults.Freeze(ClusterTable.NodeInstance);

        Assert.Equal("no answer within 0.1 s", Assert.IsType<BeatAnswer.Failed>(await row.BeatAsync(Token)).Message);
        _table.Storage.Faults.Thaw(ClusterTable.NodeInstance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task BeatAsync_RungWhileBeating_LosesNoRing(int seed)
    {
        const int Rings = 40;
        var (written, heard) = (0, 0);
        await BeatAsync();
        _table.Storage!.Faults.AtRandom(
            seed, 0.3, Beats, Fault.DropRequest(), Fault.DropAnswer(), Fault.CutAnswer(), Fault.Answer(StorageError.ServerBusy), Fault.Duplicate(),
            Fault.Duplicate(answersSecond: true), Fault.LandLate(TimeSpan.FromMilliseconds(20)));
        var ringing = Task.Run(
            async () =>
            {
                for (var count = 1; count <= Rings; count++)
                {
                    Volatile.Write(ref written, count);
                    await _table.Heartbeats.RingAsync(Node, Token);
                }
            },
            Token);
        while (!ringing.IsCompleted)
        {
            await BeatAsync();
        }

        await ringing;
        _table.Storage.Faults.Clear();
        await Listener.UntilAsync(BeatAsync, "a beat after the faults");

        Assert.Equal(Rings, heard);

        // The list of the pods comes after the answer, so it sees all that was written by then.
        async Task<bool> BeatAsync()
        {
            var answer = await _row.BeatAsync(Token);
            heard = answer is BeatAnswer.Rung ? Volatile.Read(ref written) : heard;
            return answer is not BeatAnswer.Failed;
        }
    }

    private HeartbeatRow Row(RowDoorbellOptions options) => new(_client, options, TimeProvider.System);
}
