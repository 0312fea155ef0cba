namespace CloudOrchestrator.Store.Trees;

/// <summary>A leaf: keys in ordinal order and their values.</summary>
internal sealed class TreeLeaf<T>(string[] keys, T[] values) : TreeNode<T>
    where T : class
{
    public string[] Keys { get; } = keys;

    public T[] Values { get; } = values;

    public override string FirstKey => Keys[0];

    public override int Entries => Keys.Length;

    public override (TreeNode<T> Left, TreeNode<T>? Right, bool Added) Set(string key, T value)
    {
        var index = Search(Keys, key);
        if (index >= 0)
        {
            var values = (T[])Values.Clone();
            values[index] = value;
            return (new TreeLeaf<T>(Keys, values), null, false);
        }

        string[] moreKeys = [.. Keys.AsSpan(0, ~index), key, .. Keys.AsSpan(~index)];
        T[] moreValues = [.. Values.AsSpan(0, ~index), value, .. Values.AsSpan(~index)];
        var (left, right) = Cut(moreKeys, moreValues, ~index == Keys.Length);
        return (left, right, true);
    }

    public override TreeNode<T> Remove(string key)
    {
        var index = Search(Keys, key);
        return index < 0
            ? this
            : new TreeLeaf<T>(
                [.. Keys.AsSpan(0, index), .. Keys.AsSpan(index + 1)],
                [.. Values.AsSpan(0, index), .. Values.AsSpan(index + 1)]);
    }

    public override (TreeNode<T> Left, TreeNode<T>? Right) Join(TreeNode<T> right)
    {
        var other = (TreeLeaf<T>)right;
        return Cut([.. Keys, .. other.Keys], [.. Values, .. other.Values], appended: false);
    }

    /// <summary>Keys that come in ascending order leave full leaves behind; otherwise a full leaf is halved.</summary>
    private static (TreeLeaf<T> Left, TreeLeaf<T>? Right) Cut(string[] keys, T[] values, bool appended)
    {
        if (keys.Length <= EntriesMax)
        {
            return (new TreeLeaf<T>(keys, values), null);
        }

        var cut = appended ? keys.Length - 1 : keys.Length / 2;
        return (new TreeLeaf<T>(keys[..cut], values[..cut]), new TreeLeaf<T>(keys[cut..], values[cut..]));
    }
}
