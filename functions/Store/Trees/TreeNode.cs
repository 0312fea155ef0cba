namespace CloudOrchestrator.Store.Trees;

/// <summary>A node of a <see cref="SortedTree{T}"/>. Immutable.</summary>
internal abstract class TreeNode<T>
    where T : class
{
    /// <summary>Most entries of a node. 32 keeps a path copy near one kilobyte and a million objects four levels deep.</summary>
    protected const int EntriesMax = 32;

    /// <summary>A node with fewer entries is joined with its neighbour.</summary>
    protected const int EntriesMin = EntriesMax / 4;

    /// <summary>Entries of a node that is made with others at once: room for a few more.</summary>
    public const int EntriesLoaded = EntriesMax - 4;

    /// <summary>The first key below this node; the node is not empty.</summary>
    public abstract string FirstKey { get; }

    /// <summary>How many entries the node itself has.</summary>
    public abstract int Entries { get; }

    /// <summary>The node or the two nodes that take this one's place.</summary>
    public abstract (TreeNode<T> Left, TreeNode<T>? Right, bool Added) Set(string key, T value);

    /// <summary>The node without the key, perhaps empty; itself where the key is not there.</summary>
    public abstract TreeNode<T> Remove(string key);

    /// <summary>This node's entries and its right neighbour's, in one node or two.</summary>
    public abstract (TreeNode<T> Left, TreeNode<T>? Right) Join(TreeNode<T> right);

    /// <summary>Index of the key, or the complement of where it would stand.</summary>
    public static int Search(string[] keys, string key)
    {
        int low = 0, high = keys.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(keys[middle], key);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
