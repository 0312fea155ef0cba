using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

/// <summary>Deletions and lists that are sent again under the id of their first coming.</summary>
public sealed class ReplayTests
{
    private static readonly ReplayId Id = ReplayId.Of("1ffc4ea0-0d62-4d5c-95b6-7a0d6b0bdd1b")!;
    private static readonly DeletePolicy Deletion = new(ReplayId: Id);

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("a\u00e4", false)]
    [InlineData("A-9", true)]
    public void Of_Text_IsAnIdWhereItFitsIntoAKey(string? text, bool isId)
    {
        Assert.Equal(isId ? text : null, ReplayId.Of(text)?.ToString());
        Assert.NotNull(ReplayId.Of(new string('a', ReplayId.LengthMax)));
        Assert.Null(ReplayId.Of(new string('a', ReplayId.LengthMax + 1)));
    }

    [Fact]
    public async Task Delete_AgainInANewProcess_AnswersTheFirstObjectAndKeepsTheSecond()
    {
        var log = new MemoryCommitLog();
        await using var first = await World.CreateAsync(log);
        await first.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: old}}");
        var answered = World.Done(await first.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));
        await using var second = World.After(first, log);
        await second.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: new}}");

        var again = World.Done(await second.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));

        Assert.Equal(WriteEffect.Deleted, again.Effect);
        Assert.Equal(answered.Object.Parse().ToJsonString(), again.Object.Parse().ToJsonString());
        Assert.Equal("new", (await second.GetAsync(CoreKinds.ConfigMaps, "m")).Text("data", "a"));
    }

    [Fact]
    public async Task Delete_AgainWhenHistoryIsGone_AnswersTheFirstOnesUid()
    {
        await using var world = await World.CreateAsync();
        var made = await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        await ListAtRevisionTests.AdvanceAsync(world, TimeSpan.FromMinutes(7));
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("other"));
        await ListAtRevisionTests.AdvanceAsync(world, TimeSpan.FromMinutes(2));

        var again = World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));

        Assert.Equal((WriteEffect.Deleted, made.Text("metadata", "uid")), (again.Effect, again.Object.Uid));
        Assert.Equal(made.Text("metadata", "uid"), again.Object.Parse().Text("metadata", "uid"));
        Assert.NotNull(await world.GetAsync(CoreKinds.ConfigMaps, "m"));
    }

    [Fact]
    public async Task Delete_AgainAfterTenMinutes_IsANewDeletion()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));
        await ListAtRevisionTests.AdvanceAsync(world, TimeSpan.FromMinutes(12));
        World.Refused<Refusal.NotFound>(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", Deletion));
        var state = await world.Store.Collection(CollectionIndexes.DefinitionOf(CoreKinds.ConfigMaps)).ReadCurrentAsync(World.Token);
        Assert.Equal([CollectionKeys.Begun], state.Range("").Select(item => item.Key));
    }

    [Fact]
    public async Task Delete_NamespaceWhoseClosingFailed_ClosesItWhenSentAgain()
    {
        var log = new MemoryCommitLog();
        await using var first = await World.CreateAsync(log);
        await first.AddAsync(CoreKinds.Namespaces, "{metadata: {name: x}}");
        await first.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));

        // The namespace is marked; no collection is closed.
        log.Faults.Enqueue(AppendFault.None);
        Enumerable.Repeat(AppendFault.Rejected, 100).ToList().ForEach(log.Faults.Enqueue);
        await Assert.ThrowsAsync<StoreException>(() => first.DeleteAsync(CoreKinds.Namespaces, "x", Deletion));
        log.Faults.Clear();
        await using var second = World.After(first, log);
        var uid = (await second.GetAsync(CoreKinds.Namespaces, "x")).Text("metadata", "uid")!;
        Assert.False(await IsClosedAsync());

        Assert.Equal(WriteEffect.Deleting, World.Done(await second.DeleteAsync(CoreKinds.Namespaces, "x", Deletion)).Effect);

        Assert.True(await IsClosedAsync());

        async Task<bool> IsClosedAsync() =>
            NamespaceGate.IsClosed(await second.Store.Collection(CollectionIndexes.DefinitionOf(CoreKinds.ConfigMaps)).ReadCurrentAsync(World.Token), "x", uid);
    }

    [Fact]
    public async Task List_AgainInANewProcess_IsTheFirstList()
    {
        var log = new MemoryCommitLog();
        await using var first = await World.CreateAsync(log);
        await first.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("a"));
        var query = new ListQuery { Namespace = "default", ResourceVersion = 0, ReplayId = Id };
        var listed = await ListAtRevisionTests.PageAsync(first, query);
        await using var second = World.After(first, log);
        World.Done(await second.DeleteAsync(CoreKinds.ConfigMaps, "a"));
        await second.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("b"));

        var again = await ListAtRevisionTests.PageAsync(second, query);

        Assert.Equal(listed.Revision, again.Revision);
        Assert.Equal("a", Assert.Single(again.Items).Name.Name);
    }

    [Fact]
    public async Task List_AgainWhenItsRevisionIsGone_IsExpired()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("a"));
        var query = new ListQuery { Namespace = "default", ReplayId = Id };
        await ListAtRevisionTests.PageAsync(world, query);
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("b"));
        await ListAtRevisionTests.AdvanceAsync(world, TimeSpan.FromMinutes(9));

        Assert.IsType<Refusal.Expired>(Assert.IsType<ListOutcome.Refused>(await world.Client.ListAsync(CoreKinds.ConfigMaps, query, World.Token)).Refusal);
    }

    [Fact]
    public async Task Notes_AreSeenByNoReader()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("q"));
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("r"));
        var before = (await world.Client.StateAsync(CoreKinds.Pods, World.Token)).Revision;
        World.Done(await world.DeleteAsync(CoreKinds.Pods, "p", Deletion));
        await world.Client.ListAsync(CoreKinds.Pods, new ListQuery { ReplayId = Id }, World.Token);

        var state = await world.Client.StateAsync(CoreKinds.Pods, World.Token);
        var page = Assert.IsType<ListOutcome.Page>(await world.Client.ListAsync(CoreKinds.Pods, new ListQuery { Limit = 1 }, World.Token));
        var rest = Assert.IsType<ListOutcome.Page>(await world.Client.ListAsync(CoreKinds.Pods, new ListQuery { Limit = 1, Continue = page.Continue }, World.Token));
        var watch = Assert.IsType<ResourceWatchOutcome.Watching>(await world.Client.WatchAsync(CoreKinds.Pods, new WatchQuery { ResourceVersion = before }, World.Token));

        Assert.Equal(before + 3, state.Revision);
        Assert.Equal(["q", "r"], state.All().Select(item => item.Name.Name));
        Assert.Equal(["q", "r"], state.WaitingFor("default-scheduler").Select(item => item.Name.Name));
        Assert.Equal(("q", 1L), (Assert.Single(page.Items).Name.Name, page.RemainingItemCount));
        Assert.Equal(("r", null), (Assert.Single(rest.Items).Name.Name, rest.Continue));
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("s"));
        var seen = new List<string>();
        await foreach (var batch in watch.Batches)
        {
            seen.AddRange(batch.Select(item => item is WatchItem.Deleted deleted ? "-" + deleted.Object.Name.Name : "+" + ((WatchItem.Added)item).Object.Name.Name));
            if (seen.Contains("+s"))
            {
                break;
            }
        }

        Assert.Equal(["-p", "+s"], seen);
    }
}
