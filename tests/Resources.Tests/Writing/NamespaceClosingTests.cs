using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

public sealed class NamespaceClosingTests
{
    [Fact]
    public async Task Create_NamespaceGoesMeanwhile_HoldsOnlyWhatSucceeded()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");
        var closed = false;

        // The guard runs on the state that the commit builds upon; here it lets the whole deletion of the namespace come before a second attempt.
        Task<ResourceOutcome>? deletion = null;
        var outcome = await world.CreateAsync(CoreKinds.ConfigMaps, Yaml.Parse("{metadata: {name: m, namespace: x}}"), guard: state =>
        {
            deletion ??= Task.Run(() => world.DeleteAsync(CoreKinds.Namespaces, "x"));
            closed = true;
            return null;
        });
        World.Done(await deletion!);

        // Whichever came first: what the namespace holds after its closing is all that it will ever hold.
        Assert.True(closed);
        var held = (await world.Client.StateAsync(CoreKinds.ConfigMaps, World.Token)).All("x").Count();
        Assert.Equal(outcome is ResourceOutcome.Done ? 1 : 0, held);
        World.Refused<Refusal.Forbidden>(await world.CreateAsync(CoreKinds.ConfigMaps, Yaml.Parse("{metadata: {name: m2, namespace: x}}")));
    }

    /// <summary>Where the world is new each time, nothing was ever made in the collection that is to be closed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_ManyRacingWithDeletion_AllWhoSucceededAreSeenByAListAfterIt(bool isNewEachTime)
    {
        await using var shared = await World.CreateAsync();
        for (var round = 0; round < 30; round++)
        {
            await using var own = isNewEachTime ? await World.CreateAsync() : null;
            var world = own ?? shared;
            var name = $"n{round}";
            await world.AddAsync(CoreKinds.Namespaces, $"{{metadata: {{name: {name}}}}}");
            using var start = new ManualResetEventSlim();
            var creates = Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
            {
                start.Wait(World.Token);
                return await world.CreateAsync(CoreKinds.ConfigMaps, Yaml.Parse($"{{metadata: {{name: m{index}, namespace: {name}}}}}"));
            })).ToList();
            var listed = Task.Run(async () =>
            {
                start.Wait(World.Token);
                World.Done(await world.DeleteAsync(CoreKinds.Namespaces, name));
                return (await world.Client.StateAsync(CoreKinds.ConfigMaps, World.Token)).All(name).Count();
            });
            start.Set();
            var outcomes = await Task.WhenAll(creates);

            Assert.Equal(outcomes.Count(outcome => outcome is ResourceOutcome.Done), await listed);
            Assert.All(outcomes.OfType<ResourceOutcome.Refused>(), refused => Assert.Equal("NamespaceTerminating", Assert.IsType<Refusal.Forbidden>(refused.Refusal).Cause));
        }
    }

    [Fact]
    public async Task Create_InNamespaceMadeAgain_IsDone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");
        await world.DeleteAsync(CoreKinds.Namespaces, "x");
        World.Done(await world.UpdateAsync(CoreKinds.Namespaces, "x", item => item.Ensure("spec").Remove("finalizers"), World.As("tester", Subresource.Finalize)));
        Assert.Null(await world.GetAsync(CoreKinds.Namespaces, "x"));

        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");

        World.Done(await world.CreateAsync(CoreKinds.ConfigMaps, Yaml.Parse("{metadata: {name: m, namespace: x}}")));
    }

    [Fact]
    public async Task KindsInUse_NothingMadeOfAKind_LeavesItOut()
    {
        await using var world = await World.CreateAsync();
        Assert.DoesNotContain(CoreKinds.ConfigMaps, await world.Client.KindsInUseAsync(World.Token));

        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}}");

        Assert.Contains(CoreKinds.ConfigMaps, await world.Client.KindsInUseAsync(World.Token));
    }

    [Fact]
    public async Task Closing_IsSeenByNoReader()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");
        var before = (await world.Client.StateAsync(CoreKinds.Pods, World.Token)).Revision;
        await world.DeleteAsync(CoreKinds.Namespaces, "x");

        var state = await world.Client.StateAsync(CoreKinds.Pods, World.Token);
        var page = Assert.IsType<ListOutcome.Page>(await world.Client.ListAsync(CoreKinds.Pods, new ListQuery { Limit = 1 }, World.Token));
        var watch = Assert.IsType<ResourceWatchOutcome.Watching>(await world.Client.WatchAsync(CoreKinds.Pods, new WatchQuery { ResourceVersion = before }, World.Token));
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("q"));

        Assert.True(state.Revision > before);
        Assert.Equal("p", Assert.Single(state.All()).Name.Name);
        Assert.Equal("p", Assert.Single(state.WaitingFor("default-scheduler")).Name.Name);
        Assert.Single(page.Items);
        Assert.Null(page.Continue);
        await foreach (var batch in watch.Batches)
        {
            if (batch.Count > 0)
            {
                Assert.Equal("q", Assert.IsType<WatchItem.Added>(Assert.Single(batch)).Object.Name.Name);
                break;
            }
        }
    }

    [Fact]
    public async Task Delete_Namespace_MarksItAndWaitsForItsFinalizer()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");

        var outcome = World.Done(await world.DeleteAsync(CoreKinds.Namespaces, "x"));

        Assert.Equal(WriteEffect.Deleting, outcome.Effect);
        var item = await world.GetAsync(CoreKinds.Namespaces, "x");
        Assert.Equal("Terminating", item.Text("status", "phase"));
        Assert.NotNull(item.Text("metadata", "deletionTimestamp"));
        Assert.Equal(WriteEffect.Deleting, World.Done(await world.DeleteAsync(CoreKinds.Namespaces, "x")).Effect);
    }

    [Fact]
    public async Task Create_InNamespaceThatIsMissing_IsNotFound()
    {
        await using var world = await World.CreateAsync();

        Assert.Equal(new Refusal.NotFound("namespaces", "nowhere"), World.Refused<Refusal.NotFound>(await world.CreateAsync(CoreKinds.ConfigMaps, Yaml.Parse("{metadata: {name: m, namespace: nowhere}}"))));
    }
}
