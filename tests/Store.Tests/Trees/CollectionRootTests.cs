using System.Globalization;
using System.Text;
using CloudOrchestrator.Store.Trees;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Trees;

/// <summary>A collection's state, its indexes, its expiries and its digest against a list of objects.</summary>
public sealed class CollectionRootTests
{
    /// <summary>Values of two indexes: one each, and none to three of which some come twice.</summary>
    private static readonly CollectionDefinition Definition = new(
        "things",
        [
            new IndexDefinition("first", item => [Text(item)[..1]]),
            new IndexDefinition("letters", item => Text(item)[1..].Select(letter => $"{letter}")),
        ]);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Keys = ["a", "a/", "a/1", "a/10", "a/2", "a0", "b", "b~C3~A4", "z"];

    private static readonly Gen<string> Key = Gen.Int[0, Keys.Length - 1].Select(index => Keys[index]);

    private static readonly Gen<Document> Content = Gen.Select(
        Gen.Char["xy"].Array[1, 4], Gen.Int[-2, 3],
        (letters, minutes) => new Document(Encoding.UTF8.GetBytes(letters), 0, minutes < 0 ? null : Start.AddMinutes(minutes)));

    private static readonly Gen<(string Key, Document? Document)[]> Steps = Gen.Select(Key, Content.Null(), (key, document) => (key, document)).Array[0, 40];

    [Fact]
    public void Apply_GeneratedChanges_AgreesWithAModel() => Steps.Sample(steps =>
    {
        var (roots, _, models) = Run(steps);
        return roots.Zip(models).All(pair => Agrees(pair.First, pair.Second));
    });

    [Fact]
    public void Undo_FromTheNewest_IsEveryStateBefore() => Steps.Sample(steps =>
    {
        var (roots, changes, models) = Run(steps);
        var root = roots[^1];
        for (var index = changes.Count - 1; index >= 0; index--)
        {
            root = root.Undo(changes[index]);
            if (!Agrees(root, models[index]) || root.Revision != roots[index].Revision || root.Digest != roots[index].Digest)
            {
                return false;
            }
        }

        return root.Digest == 0;
    });

    [Fact]
    public void Of_TheObjectsOfAState_IsThatState() => Steps.Sample(steps =>
    {
        var (roots, _, models) = Run(steps);
        var rebuilt = CollectionRoot.Of(Definition, roots[^1].Revision, [.. roots[^1].Range("")]);
        return rebuilt.Digest == roots[^1].Digest && Agrees(rebuilt, models[^1]) && rebuilt.ByExpiry().SequenceEqual(roots[^1].ByExpiry());
    });

    [Fact]
    public void Range_GeneratedPrefixAndAfter_AgreesWithAModel() => Gen.Select(Steps, Key, Key.Null()).Sample((steps, prefix, after) =>
    {
        var (roots, _, models) = Run(steps);
        var expected = models[^1].Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(item.Key, after) > 0)).ToList();
        return roots[^1].Range(prefix, after).SequenceEqual(expected) && roots[^1].CountRange(prefix, after) == expected.Count;
    });

    [Fact]
    public void Digest_OfTheSameObjectsByAnotherWay_IsTheSame() => Gen.Shuffle(Enumerable.Range(0, 20).ToArray()).Sample(order =>
    {
        var straight = CollectionRoot.Empty(Definition);
        var shuffled = straight;
        for (var number = 0; number < order.Length; number++)
        {
            straight = straight.Set(Item(number));
            shuffled = shuffled.Set(Item(order[number]));
        }

        return straight.Digest == shuffled.Digest && straight.Digest != straight.Remove(Item(3), 21).Digest;
    });

    private static StoredObject Item(int number) =>
        new(number.ToString("D2", CultureInfo.InvariantCulture), number + 1, new Document(Encoding.UTF8.GetBytes($"x{number}"), -1));

    private static string Text(StoredObject item) => Encoding.UTF8.GetString(item.Document.Bytes.Span);

    /// <summary>Every state on the way, the changes between them, and each state's objects in key order.</summary>
    private static (List<CollectionRoot> Roots, List<StoreChange> Changes, List<List<StoredObject>> Models) Run((string Key, Document? Document)[] steps)
    {
        List<CollectionRoot> roots = [CollectionRoot.Empty(Definition)];
        List<StoreChange> changes = [];
        var model = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        List<List<StoredObject>> models = [[]];
        foreach (var (key, document) in steps)
        {
            var before = roots[^1].Find(key);
            if (before is null && document is null)
            {
                continue;
            }

            var revision = roots[^1].Revision + 1;
            var item = new StoredObject(key, revision, document ?? before!.Document);
            changes.Add(document is null ? new StoreChange(revision, before, null, item) : new StoreChange(revision, before, item, null));
            roots.Add(roots[^1].Apply(changes[^1]));
            model.Remove(key);
            if (document is not null)
            {
                model[key] = item;
            }

            models.Add([.. model.Values]);
        }

        return (roots, changes, models);
    }

    private static bool Agrees(CollectionRoot root, List<StoredObject> model) =>
        root.Count == model.Count
        && root.Range("").SequenceEqual(model)
        && model.All(item => root.Find(item.Key) == item)
        && root.Digest == model.Aggregate(0UL, (sum, item) => unchecked(sum + ObjectHash.Of(item)))
        && "xy".All(letter =>
            root.ByIndex("first", $"{letter}").SequenceEqual(model.Where(item => Text(item)[0] == letter))
            && root.ByIndex("letters", $"{letter}").SequenceEqual(model.Where(item => Text(item)[1..].Contains(letter))))
        && root.ByExpiry().SequenceEqual(model.Where(item => item.Document.ExpiresAt is not null).OrderBy(item => item.Document.ExpiresAt));
}
