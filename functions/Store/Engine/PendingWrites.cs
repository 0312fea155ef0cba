namespace CloudOrchestrator.Store.Engine;

/// <summary>The writes of a collection that wait for a commit, in order.</summary>
internal sealed class PendingWrites
{
    /// <summary>Most groups that wait.</summary>
    private const int GroupsMax = 100_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<PendingGroup> _groups = new();
    private bool _isServed;
    private string? _closed;

    /// <summary>Adds a group. Answers whether the caller has to serve the queue now.</summary>
    public bool Add(PendingGroup group)
    {
        lock (_lock)
        {
            if (_closed is not null || _groups.Count >= GroupsMax)
            {
                group.Complete(new WriteOutcome.Unavailable(_closed ?? $"{GroupsMax} writes are waiting already."));
                return false;
            }

            _groups.AddLast(group);
            return !_isServed && (_isServed = true);
        }
    }

    /// <summary>The next group; null where there is none, or it belongs into another commit than the one before it.</summary>
    public PendingGroup? Next(bool isFirst)
    {
        lock (_lock)
        {
            if (_groups.First?.Value is not { } group || (!isFirst && group.IsCompaction))
            {
                return null;
            }

            _groups.RemoveFirst();
            return group;
        }
    }

    /// <summary>Puts groups back to the front.</summary>
    public void Return(IReadOnlyList<PendingGroup> groups)
    {
        lock (_lock)
        {
            for (var index = groups.Count - 1; index >= 0; index--)
            {
                _groups.AddFirst(groups[index]);
            }
        }
    }

    /// <summary>Answers whether there is anything to serve; if not, the next to add will have to.</summary>
    public bool IsServed()
    {
        lock (_lock)
        {
            return _isServed = _groups.Count > 0;
        }
    }

    /// <summary>Answers all that wait, and all that come until <see cref="Open"/>, that the store cannot take them: none of them happened.</summary>
    public void Close(string reason)
    {
        lock (_lock)
        {
            _closed = reason;
            foreach (var group in _groups)
            {
                group.Complete(new WriteOutcome.Unavailable(reason));
            }

            _groups.Clear();
        }
    }

    /// <summary>Takes writes again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closed = null;
        }
    }
}
