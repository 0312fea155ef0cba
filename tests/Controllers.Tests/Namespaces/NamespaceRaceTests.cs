using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Namespaces;

/// <summary>Two instances let namespaces go at once, while others of the same names come: nothing in a namespace that is in use is touched.</summary>
public sealed class NamespaceRaceTests
{
    private const string Name = "web";

    /// <summary>Far enough apart that no instance pauses for the other, which it would for ever while time stands still.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconcile_TheOtherInstanceFinalizesAndItIsCreatedAgain_AtAnyPoint_TouchesNothingOfTheNewOne(bool isFull)
    {
        var points = 0;
        for (var isReached = true; isReached; points++)
        {
            var log = new MemoryCommitLog(isSoleWriter: false);
            await using var one = new Cluster(log);
            await using var other = new Cluster(log, one.Time);
            await one.CreateAsync(CoreKinds.Namespaces, $"metadata: {{name: {Name}}}");
            if (isFull)
            {
                await AddAsync(one, "old");
            }

            await one.DeleteAsync(CoreKinds.Namespaces, Name);
            var point = points;
            isReached = false;
            var client = new InterposedClient(one.Client)
            {
                Before = async call =>
                {
                    if (call == point)
                    {
                        isReached = true;
                        await ReplaceAsync(other);
                    }
                },
            };
            one.Time.Advance(Apart);

            await MovingAsync(one, new NamespaceController(client, one.Time).ReconcileAsync(Name, Token));

            if (isReached)
            {
                await AssertInUseAsync(one, ["new"], $"the other instance came in before call {point} of {client.Calls}");
            }
        }

        Assert.True(points > 5, $"{points} points");
    }

    [Fact]
    public async Task Reconcile_RandomlyInterleavedWithUsersAndTheOtherInstance_TouchesNothingThatIsInUse()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var log = new MemoryCommitLog(isSoleWriter: false);
            await using var one = new Cluster(log);
            await using var other = new Cluster(log, one.Time);
            var random = new Random(seed);
            var isOpen = false;
            var contents = new List<string>();
            var added = 0;
            using var turn = new SemaphoreSlim(1);
            async Task ActAsync()
            {
                one.Time.Advance(Apart);
                switch (random.Next(12))
                {
                    case 0 or 1 or 2:
                        await Controller(other.Client, other.Time).ReconcileAsync(Name, Token);
                        break;
                    case 3 or 4 when await other.GetAsync(CoreKinds.Namespaces, Name) is null:
                        await other.CreateAsync(CoreKinds.Namespaces, $"metadata: {{name: {Name}}}");
                        isOpen = true;
                        break;
                    case 5 or 6 when isOpen:
                        contents.Add($"c{added++}");
                        await AddAsync(other, contents[^1]);
                        break;
                    case 7 when isOpen:
                        isOpen = false;
                        contents.Clear();
                        await other.DeleteAsync(CoreKinds.Namespaces, Name);
                        break;
                }

                one.Time.Advance(Apart);
            }

            var client = new InterposedClient(one.Client)
            {
                Before = async _ =>
                {
                    await turn.WaitAsync(Token);
                    await ActAsync();
                    turn.Release();
                },
            };
            for (var runs = 0; runs < 12; runs++)
            {
                await MovingAsync(one, ActAsync());
                await MovingAsync(one, Controller(client, one.Time).ReconcileAsync(Name, Token));
                if (isOpen)
                {
                    await AssertInUseAsync(one, contents, $"seed {seed}, run {runs}");
                }
            }
        }
    }

    private static IReactor Controller(IResourceClient client, TimeProvider time) => new NamespaceController(client, time);

    /// <summary>Lets time pass, a little at every look, until something is done: an instance that has committed several times in a row pauses for the other.</summary>
    private static async Task MovingAsync(Cluster cluster, Task running)
    {
        while (!running.IsCompleted)
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await running;
    }

    /// <summary>Has the other instance let the namespace go, and makes it anew.</summary>
    private static async Task ReplaceAsync(Cluster other)
    {
        for (var runs = 0; await other.GetAsync(CoreKinds.Namespaces, Name) is not null; runs++)
        {
            other.Time.Advance(Apart);
            Assert.True(runs < 5, "the other instance does not let the namespace go");
            await Controller(other.Client, other.Time).ReconcileAsync(Name, Token);
        }

        await other.CreateAsync(CoreKinds.Namespaces, $"metadata: {{name: {Name}}}");
        await AddAsync(other, "new");
    }

    private static async Task AddAsync(Cluster cluster, string name) => await cluster.CreateAsync(CoreKinds.ConfigMaps, $"metadata: {{name: {name}}}", Name);

    private static async Task AssertInUseAsync(Cluster cluster, IReadOnlyList<string> contents, string when)
    {
        var found = await cluster.GetAsync(CoreKinds.Namespaces, Name);
        Assert.True(found is not null && found.At("metadata", "deletionTimestamp") is null, $"{when}: the namespace goes");
        Assert.True(found.Texts("spec", "finalizers").Contains("kubernetes"), $"{when}: its finalizer is gone");
        var there = (await cluster.AllAsync(CoreKinds.ConfigMaps)).Where(one => one.At("metadata", "deletionTimestamp") is null).Select(one => one.Text("metadata", "name"));
        Assert.True(contents.Order().SequenceEqual(there.Order()), $"{when}: {string.Join(' ', there)} are left of {string.Join(' ', contents)}");
    }
}
