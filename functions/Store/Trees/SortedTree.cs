using System.Diagnostics.CodeAnalysis;

namespace CloudOrchestrator.Store.Trees;

/// <summary>An immutable B+ tree from strings, in ordinal order, to values. A change copies one path and shares the rest.</summary>
internal sealed class SortedTree<T>
    where T : class
{
    private readonly TreeNode<T> _root;

    private SortedTree(TreeNode<T> root, int count)
    {
        _root = root;
        Count = count;
    }

    public static SortedTree<T> Empty { get; } = new(new TreeLeaf<T>([], []), 0);

    public int Count { get; }

    /// <summary>A tree of these pairs, in any order; of two with one key the later counts.</summary>
    public static SortedTree<T> Of(IEnumerable<(string Key, T Value)> pairs)
    {
        var sorted = new List<(string Key, T Value)>();
        foreach (var pair in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (sorted.Count > 0 && sorted[^1].Key == pair.Key)
            {
                sorted.RemoveAt(sorted.Count - 1);
            }

            sorted.Add(pair);
        }

        if (sorted.Count == 0)
        {
            return Empty;
        }

        List<TreeNode<T>> level = [.. Evenly(sorted).Select(pairs => new TreeLeaf<T>([.. pairs.Select(pair => pair.Key)], [.. pairs.Select(pair => pair.Value)]))];
        while (level.Count > 1)
        {
            level = [.. Evenly(level).Select(children => new TreeBranch<T>([.. children]))];
        }

        return new SortedTree<T>(level[0], sorted.Count);
    }

    public bool TryFind(string key, [MaybeNullWhen(false)] out T value)
    {
        var node = _root;
        while (node is TreeBranch<T> branch)
        {
            node = branch.Children[branch.ChildFor(key)];
        }

        var leaf = (TreeLeaf<T>)node;
        var index = TreeNode<T>.Search(leaf.Keys, key);
        value = index >= 0 ? leaf.Values[index] : null;
        return index >= 0;
    }

    public SortedTree<T> Set(string key, T value)
    {
        var change = _root.Set(key, value);
        var root = change.Right is null ? change.Left : new TreeBranch<T>([change.Left, change.Right]);
        return new SortedTree<T>(root, Count + (change.Added ? 1 : 0));
    }

    public SortedTree<T> Remove(string key)
    {
        var root = _root.Remove(key);
        if (ReferenceEquals(root, _root))
        {
            return this;
        }

        while (root is TreeBranch<T> { Children.Length: 1 } branch)
        {
            root = branch.Children[0];
        }

        return Count == 1 ? Empty : new SortedTree<T>(root, Count - 1);
    }

    /// <summary>The values from the first key at or after <paramref name="from"/> on, while the key starts with <paramref name="prefix"/>.</summary>
    public IEnumerable<T> Range(string prefix, string from)
    {
        foreach (var (leaf, first) in Leaves(from))
        {
            for (var index = first; index < leaf.Keys.Length; index++)
            {
                if (!leaf.Keys[index].StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield break;
                }

                yield return leaf.Values[index];
            }
        }
    }

    /// <summary>How many values <see cref="Range"/> would hand out. Of most leaves it looks at the first and the last key alone.</summary>
    public int CountRange(string prefix, string from)
    {
        var count = 0;
        foreach (var (leaf, first) in Leaves(from))
        {
            if (!leaf.Keys[first].StartsWith(prefix, StringComparison.Ordinal) || !leaf.Keys[^1].StartsWith(prefix, StringComparison.Ordinal))
            {
                return count + leaf.Keys.Skip(first).TakeWhile(key => key.StartsWith(prefix, StringComparison.Ordinal)).Count();
            }

            count += leaf.Keys.Length - first;
        }

        return count;
    }

    /// <summary>The leaves from a key on, each with the index of the first of its keys that counts.</summary>
    private IEnumerable<(TreeLeaf<T> Leaf, int First)> Leaves(string from)
    {
        var path = new Stack<(TreeBranch<T> Branch, int Next)>();
        var node = _root;
        while (node is TreeBranch<T> branch)
        {
            var child = branch.ChildFor(from);
            path.Push((branch, child + 1));
            node = branch.Children[child];
        }

        var leaf = (TreeLeaf<T>?)node;
        var first = TreeNode<T>.Search(leaf!.Keys, from);
        first = first < 0 ? ~first : first;
        for (; leaf is not null; leaf = NextLeaf(path), first = 0)
        {
            if (first < leaf.Keys.Length)
            {
                yield return (leaf, first);
            }
        }
    }

    /// <summary>Cuts entries into runs for one node each, none of which is far shorter than another.</summary>
    private static IEnumerable<List<TEntry>> Evenly<TEntry>(List<TEntry> entries)
    {
        var runs = (entries.Count + TreeNode<T>.EntriesLoaded - 1) / TreeNode<T>.EntriesLoaded;
        for (var run = 0; run < runs; run++)
        {
            var start = (int)((long)entries.Count * run / runs);
            yield return entries.GetRange(start, (int)((long)entries.Count * (run + 1) / runs) - start);
        }
    }

    private static TreeLeaf<T>? NextLeaf(Stack<(TreeBranch<T> Branch, int Next)> path)
    {
        while (path.TryPop(out var step))
        {
            if (step.Next == step.Branch.Children.Length)
            {
                continue;
            }

            path.Push((step.Branch, step.Next + 1));
            var node = step.Branch.Children[step.Next];
            while (node is TreeBranch<T> branch)
            {
                path.Push((branch, 1));
                node = branch.Children[0];
            }

            return (TreeLeaf<T>)node;
        }

        return null;
    }
}
