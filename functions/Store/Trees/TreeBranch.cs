namespace CloudOrchestrator.Store.Trees;

/// <summary>An inner node: children in order, and the first key of each but the first as the separators between them.</summary>
internal sealed class TreeBranch<T> : TreeNode<T>
    where T : class
{
    private readonly string[] _separators;

    public TreeBranch(TreeNode<T>[] children)
    {
        Children = children;
        _separators = new string[children.Length - 1];
        for (var index = 1; index < children.Length; index++)
        {
            _separators[index - 1] = children[index].FirstKey;
        }
    }

    public TreeNode<T>[] Children { get; }

    public override string FirstKey => Children[0].FirstKey;

    public override int Entries => Children.Length;

    /// <summary>Index of the child under which the key belongs.</summary>
    public int ChildFor(string key)
    {
        var index = Search(_separators, key);
        return index >= 0 ? index + 1 : ~index;
    }

    public override (TreeNode<T> Left, TreeNode<T>? Right, bool Added) Set(string key, T value)
    {
        var index = ChildFor(key);
        var change = Children[index].Set(key, value);
        TreeNode<T>[] children = change.Right is null
            ? [.. Children.AsSpan(0, index), change.Left, .. Children.AsSpan(index + 1)]
            : [.. Children.AsSpan(0, index), change.Left, change.Right, .. Children.AsSpan(index + 1)];
        var (left, right) = Cut(children, index == Children.Length - 1);
        return (left, right, change.Added);
    }

    public override TreeNode<T> Remove(string key)
    {
        var index = ChildFor(key);
        var child = Children[index].Remove(key);
        if (ReferenceEquals(child, Children[index]))
        {
            return this;
        }

        if (child.Entries == 0)
        {
            // Of a branch that keys in ascending order have left with a single child, nothing stays.
            return Children.Length == 1 ? child : new TreeBranch<T>([.. Children.AsSpan(0, index), .. Children.AsSpan(index + 1)]);
        }

        if (child.Entries >= EntriesMin || Children.Length == 1)
        {
            return new TreeBranch<T>([.. Children.AsSpan(0, index), child, .. Children.AsSpan(index + 1)]);
        }

        var first = index == 0 ? 0 : index - 1;
        var (left, right) = index == 0 ? child.Join(Children[1]) : Children[first].Join(child);
        return right is null
            ? new TreeBranch<T>([.. Children.AsSpan(0, first), left, .. Children.AsSpan(first + 2)])
            : new TreeBranch<T>([.. Children.AsSpan(0, first), left, right, .. Children.AsSpan(first + 2)]);
    }

    public override (TreeNode<T> Left, TreeNode<T>? Right) Join(TreeNode<T> right) =>
        Cut([.. Children, .. ((TreeBranch<T>)right).Children], appended: false);

    private static (TreeNode<T> Left, TreeNode<T>? Right) Cut(TreeNode<T>[] children, bool appended)
    {
        if (children.Length <= EntriesMax)
        {
            return (new TreeBranch<T>(children), null);
        }

        var cut = appended ? children.Length - 1 : children.Length / 2;
        return (new TreeBranch<T>(children[..cut]), new TreeBranch<T>(children[cut..]));
    }
}
