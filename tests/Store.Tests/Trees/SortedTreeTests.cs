using CloudOrchestrator.Store.Trees;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Trees;

/// <summary>The tree against a sorted dictionary.</summary>
public sealed class SortedTreeTests
{
    /// <summary>More keys than two levels of full nodes hold, so that branches split and join too.</summary>
    private const int Many = 1100;

    /// <summary>Keys that share prefixes, hold what is below and above every letter, and are empty.</summary>
    private static readonly Gen<string> Key = Gen.Char["ab/~\0\uFFFF"].Array[0, 4].Select(letters => new string(letters));

    private static readonly Gen<(bool Sets, string Key)> Step = Gen.Select(Gen.Bool, Key);

    [Fact]
    public void SetAndRemove_Generated_AgreeWithADictionary() =>
        Gen.Select(Step.Array[0, 400], Key, Key).Sample((steps, prefix, from) =>
        {
            var (tree, model) = Run(steps);
            return Agrees(tree, model) && RangeAgrees(tree, model, prefix, from) && RangeAgrees(tree, model, prefix, prefix);
        });

    [Fact]
    public void Of_GeneratedPairs_KeepsTheLaterOfTwo() =>
        Gen.Select(Key.Array[0, 200], Key).Sample((keys, prefix) =>
        {
            var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var pairs = keys.Select((key, index) => (key, $"{index}")).ToList();
            pairs.ForEach(pair => model[pair.key] = pair.Item2);
            var tree = SortedTree<string>.Of(pairs);
            return Agrees(tree, model) && RangeAgrees(tree, model, prefix, prefix);
        });

    [Fact]
    public void SetAndRemove_OnATreeThatOfMade_AgreeWithADictionary() =>
        Gen.Select(Gen.Int[0, Many], Gen.Select(Gen.Bool, Gen.Int[0, Many]).Array[0, 200]).Sample((count, steps) =>
        {
            var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (var number = 0; number < count; number++)
            {
                model[Name(number)] = "";
            }

            var tree = SortedTree<string>.Of(model.Select(pair => (pair.Key, pair.Value)));
            foreach (var (sets, number) in steps)
            {
                tree = Apply(tree, model, sets, Name(number));
            }

            return Agrees(tree, model);
        }, iter: 50);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Remove_AllInOrder_LeavesTheRestEachTime(bool setsDescending, bool removesDescending)
    {
        var names = Enumerable.Range(0, Many).Select(Name).ToList();
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tree = SortedTree<string>.Empty;
        foreach (var name in setsDescending ? Enumerable.Reverse(names) : names)
        {
            tree = Apply(tree, model, true, name);
        }

        foreach (var name in removesDescending ? Enumerable.Reverse(names) : names)
        {
            tree = Apply(tree, model, false, name);
            Assert.True(Agrees(tree, model), $"after the removal of {name}");
        }
    }

    /// <summary>Keys that come in order leave the newest alone in its leaf, and that leaf alone in its branch.</summary>
    [Fact]
    public void Remove_OfTheNewest_AtEverySizeOfAnAscendingTree_LeavesTheRest()
    {
        var tree = SortedTree<string>.Empty;
        for (var number = 0; number < Many; number++)
        {
            tree = tree.Set(Name(number), "");
            Assert.Equal(number, tree.Remove(Name(number)).Range("", "").Count());
        }
    }

    [Fact]
    public void Set_OnAnOlderTree_LeavesTheOldOneAsItWas() =>
        Gen.Select(Step.Array[0, 100], Step.Array[0, 100]).Sample((before, after) =>
        {
            var (tree, model) = Run(before);
            var later = new SortedDictionary<string, string>(model, StringComparer.Ordinal);
            var changed = tree;
            foreach (var (sets, key) in after)
            {
                changed = Apply(changed, later, sets, key);
            }

            return Agrees(tree, model) && Agrees(changed, later);
        });

    private static string Name(int number) => $"{number:D5}";

    private static (SortedTree<string> Tree, SortedDictionary<string, string> Model) Run(IEnumerable<(bool Sets, string Key)> steps)
    {
        var tree = SortedTree<string>.Empty;
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (sets, key) in steps)
        {
            tree = Apply(tree, model, sets, key);
        }

        return (tree, model);
    }

    private static SortedTree<string> Apply(SortedTree<string> tree, SortedDictionary<string, string> model, bool sets, string key)
    {
        if (!sets)
        {
            model.Remove(key);
            return tree.Remove(key);
        }

        var value = $"{key} {model.Count}";
        model[key] = value;
        return tree.Set(key, value);
    }

    private static bool Agrees(SortedTree<string> tree, SortedDictionary<string, string> model) =>
        tree.Count == model.Count
        && tree.Range("", "").SequenceEqual(model.Values)
        && model.All(pair => tree.TryFind(pair.Key, out var found) && found == pair.Value && !tree.TryFind(pair.Key + "!", out _));

    private static bool RangeAgrees(SortedTree<string> tree, SortedDictionary<string, string> model, string prefix, string from)
    {
        var begin = string.CompareOrdinal(from, prefix) > 0 ? from : prefix;
        var expected = model.Where(pair => string.CompareOrdinal(pair.Key, begin) >= 0).TakeWhile(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => pair.Value).ToList();
        return tree.Range(prefix, begin).SequenceEqual(expected) && tree.CountRange(prefix, begin) == expected.Count;
    }
}
