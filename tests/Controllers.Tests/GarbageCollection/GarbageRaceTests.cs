using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.GarbageCollection;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.GarbageCollection;

/// <summary>What has an owner stays, and what has none goes, whatever changes meanwhile.</summary>
public sealed class GarbageRaceTests : IAsyncDisposable
{
    private readonly Cluster _cluster = new();
    private readonly InterposedClient _client;
    private readonly GarbageCollector _collector;

    public GarbageRaceTests()
    {
        _client = new InterposedClient(_cluster.Client);
        _collector = new GarbageCollector(_client);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_AdoptedAtAnyPointOfItsCollection_StaysUnlessItWentBefore()
    {
        await StartAsync();
        var owner = await AddAsync("owner");
        var survivors = 0;
        var isReached = true;
        for (var point = 0; isReached; point++)
        {
            var at = _client.Calls + point;
            await AddAsync("dependent", Gone());
            var isAdopted = false;
            isReached = false;
            _client.Before = async call =>
            {
                isReached |= call == at;
                if (call == at && await _cluster.GetAsync(CoreKinds.ConfigMaps, "dependent") is not null)
                {
                    isAdopted = true;
                    await OwnAsync("dependent", Reference(owner));
                }
            };
            await _collector.ReconcileAsync(Gone().Key, Token);
            Assert.Equal(isAdopted, await _cluster.GetAsync(CoreKinds.ConfigMaps, "dependent") is not null);
            survivors += isAdopted ? 1 : 0;
            if (isAdopted)
            {
                await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "dependent");
            }
        }

        Assert.True(survivors > 5, $"{survivors} survivors");
    }

    [Fact]
    public async Task Triggers_AnOwnerComesOrGoesByAnUpdate_WakeItsKey()
    {
        await StartAsync();
        var (first, second) = (Reference(await AddAsync("first")), Reference(await AddAsync("second")));
        await AddAsync("dependent", first);
        var before = await _cluster.Client.GetAsync(CoreKinds.ConfigMaps, new ObjectName("default", "dependent"), Token);
        await OwnAsync("dependent", second);
        var after = await _cluster.Client.GetAsync(CoreKinds.ConfigMaps, new ObjectName("default", "dependent"), Token);

        var trigger = _collector.Triggers.Single(one => one.Kind == CoreKinds.ConfigMaps);
        Assert.Equal(new[] { first.Key, second.Key }.Order(), trigger.Keys(before, after).Order());
        Assert.Equal([second.Key], trigger.Keys(null, after));
        Assert.Empty(trigger.Keys(after, after));
        Assert.All(trigger.Keys(before, null), key => Assert.Equal(key, OwnerKey.Parse(key).ToString()));
    }

    [Fact]
    public async Task Reconcile_AnObjectOutsideOfNamespacesNamesAnOwnerInside_IsLeftAlone()
    {
        await StartAsync();
        var owner = Reference(await AddAsync("owner"));
        await _cluster.CreateAsync(CoreKinds.Namespaces, $"metadata: {{name: odd, ownerReferences: [{owner.Yaml}]}}");

        await SettleAsync();

        Assert.Null((await _cluster.GetAsync(CoreKinds.Namespaces, "odd")).At("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task Reconcile_ForegroundDeletionOfOneOwner_LeavesADependentToTheOther()
    {
        await StartAsync();
        var (first, second) = (Reference(await AddAsync("first")), Reference(await AddAsync("second")));
        await AddAsync("dependent", first, second);

        await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "first", new DeletePolicy(Propagation: Propagation.Foreground));
        await SettleAsync();

        Assert.Null(await _cluster.GetAsync(CoreKinds.ConfigMaps, "first"));
        Assert.Equal(["second"], Owners(await _cluster.GetAsync(CoreKinds.ConfigMaps, "dependent")));
    }

    [Fact]
    public async Task Reconcile_ForegroundDeletion_LeavesWhatMeansAnotherByTheSameUid()
    {
        await StartAsync();
        var owner = await AddAsync("owner");
        var meant = Reference(owner);
        await AddAsync("dependent", meant);
        await AddAsync("other", meant with { Name = "namesake" });

        await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "owner", new DeletePolicy(Propagation: Propagation.Foreground));
        await _collector.ReconcileAsync(meant.Key, Token);

        Assert.NotNull((await _cluster.GetAsync(CoreKinds.ConfigMaps, "dependent")).At("metadata", "deletionTimestamp"));
        Assert.Null((await _cluster.GetAsync(CoreKinds.ConfigMaps, "other")).At("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task Reconcile_ForegroundDeletionOfBothOwners_LeavesNothing()
    {
        await StartAsync();
        var (first, second) = (Reference(await AddAsync("first")), Reference(await AddAsync("second")));
        await AddAsync("dependent", first, second);

        await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "first", new DeletePolicy(Propagation: Propagation.Foreground));
        await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "second", new DeletePolicy(Propagation: Propagation.Foreground));
        await SettleAsync();

        Assert.Empty(await _cluster.AllAsync(CoreKinds.ConfigMaps));
    }

    [Theory]
    [InlineData("orphan", false)]
    [InlineData("foregroundDeletion", true)]
    public async Task Reconcile_ADependentWithAFinalizerOfItsOwn_TreatsItsDependentsAsThatSays(string finalizer, bool goes)
    {
        await StartAsync();
        var middle = await AddAsync("middle", Gone());
        await _cluster.UpdateAsync(CoreKinds.ConfigMaps, "middle", item => item["metadata"]!["finalizers"] = new JsonArray(finalizer));
        await AddAsync("last", Reference(middle));

        await _collector.ReconcileAsync(Gone().Key, Token);
        await SettleAsync();

        Assert.Null(await _cluster.GetAsync(CoreKinds.ConfigMaps, "middle"));
        Assert.Equal(goes, await _cluster.GetAsync(CoreKinds.ConfigMaps, "last") is null);
    }

    [Fact]
    public async Task Reconcile_TheOtherOwnerGoesAtAnyPoint_TheDependentIsNeverLeftWithoutOwners()
    {
        await StartAsync();
        var isReached = true;
        for (var point = 0; isReached; point++)
        {
            var (first, second) = (Reference(await AddAsync("first")), Reference(await AddAsync("second")));
            await AddAsync("dependent", first, second);
            await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "first", new DeletePolicy(Propagation: Propagation.Foreground));
            var other = new GarbageCollector(_cluster.Client);
            var at = _client.Calls + point;
            isReached = false;
            _client.Before = async call =>
            {
                if (call == at)
                {
                    isReached = true;
                    await _cluster.DeleteAsync(CoreKinds.ConfigMaps, "second");
                    await other.ReconcileAsync(second.Key, Token);
                }
            };
            await _collector.ReconcileAsync(first.Key, Token);
            if (isReached)
            {
                await SettleAsync();
                Assert.True((await _cluster.AllAsync(CoreKinds.ConfigMaps)).Count == 0, $"something is left after point {point}");
            }
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task SettleAsync() => _cluster.SettleAsync(_collector.Name);

    private Task StartAsync() => _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");

    private Task<JsonObject> AddAsync(string name, params Owner[] owners) =>
        _cluster.CreateAsync(CoreKinds.ConfigMaps, $"metadata: {{name: {name}, ownerReferences: [{string.Join(", ", owners.Select(owner => owner.Yaml))}]}}");

    private Task OwnAsync(string name, params Owner[] owners) => _cluster.UpdateAsync(CoreKinds.ConfigMaps, name, item =>
        item["metadata"]!["ownerReferences"] = Yaml.Parse($"owners: [{string.Join(", ", owners.Select(owner => owner.Yaml))}]")["owners"]!.DeepClone());

    private static Owner Reference(JsonObject owner) => new(owner.Text("metadata", "name")!, owner.Text("metadata", "uid")!);

    /// <summary>An owner that is not there any more.</summary>
    private static Owner Gone() => new("gone", "3f0c1e1e-0000-4000-8000-000000000000");

    private static IEnumerable<string?> Owners(JsonObject? item) => item.Objects("metadata", "ownerReferences").Select(owner => owner.Text("name"));

    private sealed record Owner(string Name, string Uid)
    {
        public string Yaml => $"{{apiVersion: v1, kind: ConfigMap, name: {Name}, uid: {Uid}}}";

        public string Key => new OwnerKey("v1", "ConfigMap", "default", Name, Uid).ToString();
    }
}
