using System.Threading.Channels;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>Every change reaches the reactors that it concerns, though the watch breaks.</summary>
public sealed class ReactorHostTests
{
    [Fact]
    public async Task Host_ObjectsChange_WakeTheirKeys()
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "there");
        var reactor = new RecordingReactor();
        using var host = new ReactorHost(world.Client, [reactor], world.Time, NullLogger<ReactorHost>.Instance);
        await host.StartAsync(World.Token);

        await reactor.WokenAsync("there");
        await AddAsync(world, "new");
        await reactor.WokenAsync("new");
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "new"));
        await reactor.WokenAsync("new");
        await host.StopAsync(World.Token);
    }

    [Fact]
    public async Task Host_ARunWantsToLookAgainAtAnotherKey_RunsThat()
    {
        await using var world = await World.CreateAsync();
        var reactor = new ScriptedReactor("scripted", ReactorGroup.Cluster)
        {
            Keys = ["a"],
            Script = static (key, _) => Task.FromResult(key == "a" ? new ReconcileResult(TimeSpan.FromSeconds(40), LookAgainAs: "a@1") : ReconcileResult.Done),
        };
        using var host = new ReactorHost(world.Client, [reactor], world.Time, NullLogger<ReactorHost>.Instance);
        await host.StartAsync(World.Token);
        Assert.Equal("a", await reactor.RunAsync());

        await UntilAsync(world, () => Task.FromResult(reactor.Count > 1));

        Assert.Equal("a@1", await reactor.RunAsync());
        await host.StopAsync(World.Token);
    }

    [Fact]
    public async Task Host_AnObjectIsDeletedWhileTheWatchIsBroken_WakesItsKey()
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "a-kept");
        await AddAsync(world, "b-deleted");
        var client = new BreakingClient(world.Client);
        var reactor = new RecordingReactor();
        using var host = new ReactorHost(client, [reactor], world.Time, NullLogger<ReactorHost>.Instance);
        await host.StartAsync(World.Token);
        await reactor.WokenAsync("a-kept");
        await reactor.WokenAsync("b-deleted");

        await client.BreakAsync();
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "b-deleted"));
        client.Mend();
        while (client.Watches < 2)
        {
            // The feed pauses before it watches again.
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), World.Token);
        }

        await reactor.WokenAsync("b-deleted");
        await host.StopAsync(World.Token);
    }

    [Fact]
    public async Task FaultAsync_TheWatchFails_SaysWhyUntilItWorksAgain()
    {
        await using var world = await World.CreateAsync();
        var client = new BreakingClient(world.Client) { Refuses = true };
        var reactor = new RecordingReactor();
        using var host = new ReactorHost(client, [reactor], world.Time, NullLogger<ReactorHost>.Instance);
        Assert.Equal("not started", await host.FaultAsync(ReactorGroup.Cluster, World.Token));
        await host.StartAsync(World.Token);
        await UntilAsync(world, async () => await host.FaultAsync(ReactorGroup.Cluster, World.Token) == "configmaps: no watch now");

        Assert.Null(await host.FaultAsync(ReactorGroup.Nodes, World.Token));
        client.Refuses = false;
        await UntilAsync(world, async () => await host.FaultAsync(ReactorGroup.Cluster, World.Token) is null);
        await host.StopAsync(World.Token);

        Assert.Equal("ended", await host.FaultAsync(ReactorGroup.Cluster, World.Token));
    }

    /// <summary>The feed pauses before it watches again.</summary>
    private static async Task UntilAsync(World world, Func<Task<bool>> isSo)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(World.Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }
    }

    private static async Task AddAsync(World world, string name) => await world.AddAsync(CoreKinds.ConfigMaps, $"{{metadata: {{name: {name}, namespace: default}}}}");

    /// <summary>Notes the keys that it is woken for.</summary>
    private sealed class RecordingReactor : IReactor
    {
        private readonly Channel<string> _woken = Channel.CreateUnbounded<string>();

        public string Name => "recording";

        public ReactorGroup Group => ReactorGroup.Cluster;

        public IReadOnlyList<ReactorTrigger> Triggers => [new(CoreKinds.ConfigMaps, (before, after) => [(after ?? before)!.Name.Name])];

        public TimeSpan ResyncPeriod => TimeSpan.FromDays(1);

        public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

        public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
        {
            await _woken.Writer.WriteAsync(key, cancellationToken);
            return ReconcileResult.Done;
        }

        /// <summary>Ends once it was woken for a key; what it was woken for before that is forgotten.</summary>
        public async Task WokenAsync(string key)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(World.Token);
            deadline.CancelAfter(TimeSpan.FromSeconds(20));
            while (await _woken.Reader.ReadAsync(deadline.Token) != key)
            {
            }
        }
    }

    /// <summary>A client whose watches can be broken.</summary>
    private sealed class BreakingClient(IResourceClient inner) : IResourceClient
    {
        private TaskCompletionSource _mended = Completed();
        private CancellationTokenSource _breaking = new();
        private TaskCompletionSource _broken = new();

        public int Watches { get; private set; }

        /// <summary>Whether no watch opens.</summary>
        public bool Refuses { get; set; }

        public KindTable Kinds => inner.Kinds;

        public ValueTask<KindTable> KindsAsync(CancellationToken cancellationToken) => inner.KindsAsync(cancellationToken);

        public ValueTask<IReadOnlyList<ResourceKind>> KindsInUseAsync(CancellationToken cancellationToken) => inner.KindsInUseAsync(cancellationToken);

        public async Task BreakAsync()
        {
            _mended = new TaskCompletionSource();
            await _breaking.CancelAsync();
            await _broken.Task.WaitAsync(TimeSpan.FromSeconds(20), World.Token);
        }

        public void Mend()
        {
            _breaking = new CancellationTokenSource();
            _broken = new TaskCompletionSource();
            _mended.SetResult();
        }

        public async ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken)
        {
            await _mended.Task.WaitAsync(cancellationToken);
            Watches++;
            if (Refuses)
            {
                throw new InvalidOperationException("no watch now");
            }

            var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _breaking.Token);
            var watching = Assert.IsType<ResourceWatchOutcome.Watching>(await inner.WatchAsync(kind, query, linked.Token));
            return new ResourceWatchOutcome.Watching(Breaking(watching.Batches));
        }

        public ValueTask<ResourceObject?> GetAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken) => inner.GetAsync(kind, name, cancellationToken);

        public ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken) => inner.ListAsync(kind, query, cancellationToken);

        public ValueTask<ResourceState> StateAsync(ResourceKind kind, CancellationToken cancellationToken) => inner.StateAsync(kind, cancellationToken);

        public Task<ResourceOutcome> WriteAsync(ResourceWrite write, WriteContext context, CancellationToken cancellationToken) => inner.WriteAsync(write, context, cancellationToken);

        private static TaskCompletionSource Completed()
        {
            var source = new TaskCompletionSource();
            source.SetResult();
            return source;
        }

        private async IAsyncEnumerable<IReadOnlyList<WatchItem>> Breaking(IAsyncEnumerable<IReadOnlyList<WatchItem>> batches)
        {
            try
            {
                await foreach (var batch in batches)
                {
                    yield return batch;
                }
            }
            finally
            {
                _broken.TrySetResult();
            }
        }
    }
}
