using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Conformance;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reading;

/// <summary>A list is the state at exactly one revision, however many pages it comes in and whatever is written meanwhile.</summary>
public sealed class ListAtRevisionTests
{
    private const string Namespace = "default";

    [Fact]
    public async Task ListAsync_PagesWithWritesInBetween_AreTheStateOfTheFirstPage()
    {
        await using var world = await World.CreateAsync();
        for (var index = 0; index < 7; index++)
        {
            await AddAsync(world, $"m{index}");
        }

        var first = await PageAsync(world, new ListQuery { Namespace = Namespace, Limit = 3 });
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m4"));
        await AddAsync(world, "m35");
        await SetAsync(world, "m5", "new");
        var second = await PageAsync(world, new ListQuery { Namespace = Namespace, Limit = 3, Continue = first.Continue });
        await AddAsync(world, "m9");
        var third = await PageAsync(world, new ListQuery { Namespace = Namespace, Limit = 3, Continue = second.Continue });

        Assert.Equal(["m0", "m1", "m2"], Names(first));
        Assert.Equal(["m3", "m4", "m5"], Names(second));
        Assert.Equal(["m6"], Names(third));
        Assert.Equal("old", (string?)second.Items[2].Parse()["data"]!["value"]);
        Assert.Equal([first.Revision, first.Revision, first.Revision], new[] { first.Revision, second.Revision, third.Revision });
        Assert.Equal([4L, 1L], [first.RemainingItemCount, second.RemainingItemCount]);
        Assert.Equal((null, null), (third.Continue, third.RemainingItemCount));
    }

    [Fact]
    public async Task ListAsync_AtZeroAfterAWriteElsewhere_HasIt()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var here = await World.CreateAsync(log);
        await using var elsewhere = World.After(here, log);
        await AddAsync(here, "before");
        Assert.Equal(["before"], Names(await PageAsync(elsewhere, new ListQuery { Namespace = Namespace, ResourceVersion = 0 })));
        await AddAsync(here, "since");
        Assert.Equal(["before", "since"], Names(await PageAsync(elsewhere, new ListQuery { Namespace = Namespace, ResourceVersion = 0 })));
    }

    [Fact]
    public async Task ListAsync_ExactlyAnOlderRevision_IsTheStateOfThen()
    {
        await using var world = await World.CreateAsync();
        var states = new List<(long Revision, string Names)>();
        foreach (var step in new[] { "+a", "+b", "-a", "+c", "+a", "-b" })
        {
            if (step[0] == '+')
            {
                await AddAsync(world, step[1..]);
            }
            else
            {
                World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, step[1..]));
            }

            var now = await PageAsync(world, new ListQuery { Namespace = Namespace });
            states.Add((now.Revision, string.Join(' ', Names(now))));
        }

        Assert.Equal(["a", "a b", "b", "b c", "a b c", "a c"], states.Select(state => state.Names));
        foreach (var (revision, names) in states)
        {
            var then = await PageAsync(world, new ListQuery { Namespace = Namespace, ResourceVersion = revision, Match = ResourceVersionMatch.Exact });
            Assert.Equal((revision, names), (then.Revision, string.Join(' ', Names(then))));
        }
    }

    [Theory]
    [InlineData(ResourceVersionMatch.Exact)]
    [InlineData(ResourceVersionMatch.NotOlderThan)]
    public async Task ListAsync_ARevisionBeyondTheNewest_IsTooLarge(ResourceVersionMatch match)
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "a");

        var outcome = await world.Client.ListAsync(CoreKinds.ConfigMaps, new ListQuery { ResourceVersion = 1000, Match = match }, World.Token);

        var refusal = Assert.IsType<Refusal.RevisionTooLarge>(Assert.IsType<ListOutcome.Refused>(outcome).Refusal);
        Assert.Equal(1000, refusal.Asked);
    }

    [Fact]
    public async Task ListAsync_ATokenOfTenMinutesAgoThoughNothingWasWritten_ExpiresWithOneThatGoesOnNow()
    {
        await using var world = await World.CreateAsync();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await AddAsync(world, name);
        }

        var first = await PageAsync(world, new ListQuery { Namespace = Namespace, Limit = 2 });
        var expired = await ExpiryAsync(world, new ListQuery { Namespace = Namespace, Limit = 2, Continue = first.Continue });
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "c"));
        var rest = await PageAsync(world, new ListQuery { Namespace = Namespace, Continue = expired.Continue });

        // At the revision of the moment when the token was given, which is past every change that it expired with.
        Assert.Equal(["c", "d"], Names(rest));
        Assert.True(rest.Revision > first.Revision);
        Assert.IsType<Refusal.Expired>(Assert.IsType<ListOutcome.Refused>(await world.Client.ListAsync(
            CoreKinds.ConfigMaps, new ListQuery { ResourceVersion = first.Revision, Match = ResourceVersionMatch.Exact }, World.Token)).Refusal);
    }

    [Fact]
    public async Task ListAsync_TheCollectionIsUnchangedSinceItsCompaction_ExpiresNothingMore()
    {
        await using var world = await World.CreateAsync();
        await AddAsync(world, "a");
        var first = await PageAsync(world, new ListQuery { Namespace = Namespace });
        await ExpiryAsync(world, new ListQuery { ResourceVersion = first.Revision, Match = ResourceVersionMatch.Exact });
        var compacted = await PageAsync(world, new ListQuery { Namespace = Namespace });

        await AdvanceAsync(world, TimeSpan.FromHours(1));

        var later = await PageAsync(world, new ListQuery { Namespace = Namespace, ResourceVersion = compacted.Revision, Match = ResourceVersionMatch.Exact });
        Assert.Equal(first.Revision + 1, compacted.Revision);
        Assert.Equal(compacted.Revision, (await PageAsync(world, new ListQuery { Namespace = Namespace })).Revision);
        Assert.Equal(["a"], Names(later));
    }

    [Fact]
    public void ContinueToken_Generated_IsReadAsItWasWritten() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.String).Sample((revision, after) =>
        {
            // What cannot be written in UTF-8 is no key.
            if (!after.Any(char.IsSurrogate))
            {
                var token = new ContinueToken(revision, after);
                Assert.True(ContinueToken.TryParse(token.ToString(), out var read));
                Assert.Equal(token, read);
            }
        });

    [Theory]
    [InlineData("n", "o")]
    [InlineData("n", "\u00e4")]
    [InlineData("\u4e2d", "\U0001F600")]
    public async Task ContinueToken_OfTheLongestNames_TakesAtMostAKibibyteAndGoesOnBehindThem(string first, string second)
    {
        // Two that differ only at their ends.
        var names = new[] { 'a', 'b', 'c' }.Select(end => CollectionKeys.Of(new ObjectName(
            string.Concat(Enumerable.Repeat(first, 63)), string.Concat(Enumerable.Repeat(second, 252)) + end))).ToList();
        await using var world = await World.CreateAsync();
        var collection = world.Store.Collection(new CollectionDefinition("long-names", []));
        foreach (var name in names)
        {
            await collection.CommitAsync(new Write(name, _ => new WriteDecision.Put(new Document(default, -1))), World.Token);
        }

        var state = await collection.ReadCurrentAsync(World.Token);
        for (var index = 0; index < names.Count; index++)
        {
            var text = ContinueToken.Behind(state.Revision, names[index]).ToString();
            Assert.InRange(text.Length, 1, ContinueToken.CharactersMax);
            Assert.True(ContinueToken.TryParse(text, out var token));
            Assert.Equal(names[(index + 1)..], state.Range("", token.KeyIn(state)).Select(item => item.Key));
        }

        // Of a key that is gone since, what follows comes again.
        await collection.CommitAsync(new Write(names[1], _ => new WriteDecision.Delete()), World.Token);
        var now = await collection.ReadCurrentAsync(World.Token);
        Assert.Contains(names[2], now.Range("", ContinueToken.Behind(state.Revision, names[1]).KeyIn(now)).Select(item => item.Key));
    }

    internal static async Task AddAsync(World world, string name) =>
        await world.AddAsync(CoreKinds.ConfigMaps, $"{{metadata: {{name: {name}, namespace: {Namespace}}}, data: {{value: old}}}}");

    internal static async Task SetAsync(World world, string name, string value) =>
        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, name, document => document["data"]!["value"] = value));

    internal static async Task<ListOutcome.Page> PageAsync(World world, ListQuery query) =>
        Assert.IsType<ListOutcome.Page>(await world.Client.ListAsync(CoreKinds.ConfigMaps, query, World.Token));

    /// <summary>Lets time pass until a list is refused. That must be within ten minutes.</summary>
    internal static async Task<Refusal.Expired> ExpiryAsync(World world, ListQuery query)
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            if (await world.Client.ListAsync(CoreKinds.ConfigMaps, query, World.Token) is ListOutcome.Refused refused)
            {
                Assert.InRange(waited, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
                return Assert.IsType<Refusal.Expired>(refused.Refusal);
            }

            await AdvanceAsync(world, TimeSpan.FromSeconds(10));
            waited += TimeSpan.FromSeconds(10);
            Assert.True(waited <= TimeSpan.FromMinutes(10), "nothing expired within ten minutes");
        }
    }

    /// <summary>Lets time pass, and the store do what is due at each step.</summary>
    internal static async Task AdvanceAsync(World world, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(10))
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            await world.KeepUpAsync();
        }
    }

    private static IEnumerable<string> Names(ListOutcome.Page page) => page.Items.Select(item => (string)item.Parse()["metadata"]!["name"]!);
}
