using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Ticks;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using CloudOrchestrator.Host.Tests.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Upkeep;
using CloudOrchestrator.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Ticks;

/// <summary>Each part of a tick has its turn, and what failed is due again.</summary>
public sealed class TickTests : IDisposable
{
    private static readonly string[] EveryMinute = ["publish", "judge", "due"];

    private readonly FunctionsMeter _meter = new();
    private readonly FakeRuns _runs = new() { All = [new Wake("any", "key")] };
    private readonly FakeUpkeep _upkeep = new();
    private readonly RecordedTransport _account = new((_, _) => (404, ""));

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task RunAsync_NothingIsDue_PublishesAndJudges()
    {
        var line = await RunAsync();

        Assert.Equal(EveryMinute, _upkeep.Did);
        Assert.Empty(_runs.Runs);
        Assert.Empty(_account.Sent);
        Assert.Equal("runs=0 writes=0 duties=0 failures=0 refused=0", line);
    }

    [Fact]
    public async Task RunAsync_NodesNeedAReconcile_RunsThem()
    {
        _upkeep.Judged = [new Wake("node-controller", "lost")];

        var line = await RunAsync();

        Assert.Equal(new Wake("node-controller", "lost"), Assert.Single(_runs.Runs).Wake);
        Assert.StartsWith("runs=1 ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LeasesCannotBeRenewed_RunsTheNodesAllTheSameAndFails()
    {
        _upkeep.Judged = [new Wake("node-controller", "lost")];
        _upkeep.NotRenewed = [new ReconcileFailure("cut off")];

        var fault = await Assert.ThrowsAsync<StoreException>(RunAsync);

        Assert.Equal("Not done: nodes: 1 Leases could not be renewed: cut off", fault.Message);
        Assert.Equal(new Wake("node-controller", "lost"), Assert.Single(_runs.Runs).Wake);
    }

    [Fact]
    public async Task RunAsync_AllIsDue_DoesItAndNotesItAfterwards()
    {
        _upkeep.IsAllDue = true;

        await RunAsync();

        Assert.Equal([.. EveryMinute, "done resync", "compact", "done compaction", "sweep", "done sweep", "done deadletters"], _upkeep.Did);
        Assert.Equal(Enum.GetValues<ReactorGroup>().Length, _runs.Runs.Count);
        Assert.Equal(2, _account.Sent.Count);
    }

    [Fact]
    public async Task RunAsync_Resync_IsOfThisBuildAndDoneOnceMoreAfterADeployment()
    {
        await RunAsync();

        var resync = _upkeep.Asked.Single(duty => duty.Name == "resync");
        Assert.Equal((TimeSpan.FromHours(1), BuildIdentity.Current, TimeSpan.FromMinutes(20)), (resync.Every, resync.Condition, resync.AgainAfter));
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("judge")]
    [InlineData("compact")]
    public async Task RunAsync_APartFails_SaysSoDoesTheOthersAndLeavesItDue(string part)
    {
        (_upkeep.IsAllDue, _upkeep.Fails) = (true, part);

        var fault = await Assert.ThrowsAsync<StoreException>(RunAsync);

        Assert.Contains($"{part} is broken", fault.Message, StringComparison.Ordinal);
        Assert.Equal(part != "compact", _upkeep.Did.Contains("done compaction"));
        Assert.Contains("done sweep", _upkeep.Did);
        Assert.Contains("done deadletters", _upkeep.Did);
    }

    /// <summary>Else every key would be looked at each minute for the sake of one that nobody can get through.</summary>
    [Fact]
    public async Task RunAsync_AKeyFailsInTheResync_CountsItAndNotesTheResync()
    {
        _upkeep.IsAllDue = true;
        _runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [new KeyFailure(new Wake("any", "key"), "not now")], [new KeyFailure(new Wake("any", "key"), "never")]));

        var line = await RunAsync();

        Assert.Contains("done resync", _upkeep.Did);
        Assert.EndsWith("failures=4 refused=4", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "no tick of this build has looked at everything within 2 hours")]
    public async Task Health_OfTheReactors_IsWhetherEverythingWasLookedAtOfLate(bool isDue, string? fault)
    {
        _upkeep.IsAllDue = isDue;

        Assert.Equal(fault, await new TickHealth(_upkeep).FaultAsync(ReactorGroup.Scheduler, TestContext.Current.CancellationToken));

        var asked = Assert.Single(_upkeep.Asked);
        Assert.Equal(("resync", TimeSpan.FromHours(2), BuildIdentity.Current), (asked.Name, asked.Every, asked.Condition));
    }

    private async Task<string> RunAsync()
    {
        var deadLetters = new DeadLetterCheck(Given.Usable(Given.Local()), _meter, NullLogger<DeadLetterCheck>.Instance, _account);
        return (await new Tick(_upkeep, _upkeep, _runs, deadLetters, _meter, NullLogger<Tick>.Instance).RunAsync(TestContext.Current.CancellationToken)).Line;
    }

    private sealed class FakeUpkeep : IClusterUpkeep, INodeHealth
    {
        public List<string> Did { get; } = [];

        public bool IsAllDue { get; set; }

        public IReadOnlyList<Duty> Asked { get; private set; } = [];

        public string Fails { get; set; } = "";

        public IReadOnlyCollection<Wake> Judged { get; set; } = [];

        public Task PublishMissedAsync(CancellationToken cancellationToken) => DoAsync("publish");

        public Task CompactAsync(CancellationToken cancellationToken) => DoAsync("compact");

        public Task SweepAsync(CancellationToken cancellationToken) => DoAsync("sweep");

        public async ValueTask<IReadOnlyList<Duty>> DueAsync(IReadOnlyList<Duty> duties, CancellationToken cancellationToken)
        {
            await DoAsync("due");
            Asked = duties;
            return IsAllDue ? duties : [];
        }

        public Task DoneAsync(Duty duty, CancellationToken cancellationToken) => DoAsync($"done {duty.Name}");

        public IReadOnlyCollection<ReconcileFailure> NotRenewed { get; set; } = [];

        public async Task<NodeJudgement> JudgeAsync(CancellationToken cancellationToken)
        {
            await DoAsync("judge");
            return new NodeJudgement(Judged, NotRenewed);
        }

        private Task DoAsync(string what)
        {
            Did.Add(what);
            return what == Fails ? throw new StoreException($"{what} is broken") : Task.CompletedTask;
        }
    }
}
