using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Runs the write functions of a batch on one state, each upon the writes before it.</summary>
internal sealed class CommitBatch(CollectionRoot start)
{
    private readonly List<(PendingGroup Group, IReadOnlyList<WriteOutcome> Outcomes)> _answers = [];
    private readonly List<StoreChange> _changes = [];
    private long _bytes;

    /// <summary>The state after the batch.</summary>
    public CollectionRoot Root { get; private set; } = start;

    public IReadOnlyList<StoreChange> Changes => _changes;

    public IReadOnlyList<(PendingGroup Group, IReadOnlyList<WriteOutcome> Outcomes)> Answers => _answers;

    public bool IsFull => _bytes >= CommitBytes.BatchMax;

    /// <summary>Forgets all that ran, to begin again on a state.</summary>
    public void Restart(CollectionRoot root)
    {
        Root = root;
        _bytes = 0;
        _changes.Clear();
        _answers.Clear();
    }

    /// <summary>Runs a group. A write function that throws has a bug: its group fails with it and the batch goes on.</summary>
    public void Run(PendingGroup group)
    {
        var (root, count, bytes) = (Root, _changes.Count, _bytes);
        var outcomes = new WriteOutcome[group.Writes.Count];
        try
        {
            for (var index = 0; index < outcomes.Length; index++)
            {
                outcomes[index] = Run(group.Writes[index]);
                if (outcomes[index] is WriteOutcome.Refused or WriteOutcome.TooLarge)
                {
                    Undo(root, count, bytes);
                    _answers.Add((group, [.. outcomes.Select((outcome, at) => at == index ? outcome : new WriteOutcome.GroupRefused())]));
                    return;
                }
            }
        }
        catch (Exception fault)
        {
            Undo(root, count, bytes);
            group.Fail(fault);
            return;
        }

        _answers.Add((group, outcomes));
    }

    private WriteOutcome Run(Write write)
    {
        switch (write.Decide(Root))
        {
            case WriteDecision.Put put when put.Document.Bytes.Length > CommitBytes.DocumentMax:
                return new WriteOutcome.TooLarge(put.Document.Bytes.Length, CommitBytes.DocumentMax);
            case WriteDecision.Put put:
                var after = new StoredObject(write.Key, Root.Revision + 1, put.Document);
                return Apply(new StoreChange(after.Revision, Root.Find(write.Key), after, null));
            case WriteDecision.Delete delete when Root.Find(write.Key) is { } before:
                var last = new StoredObject(write.Key, Root.Revision + 1, delete.Last ?? before.Document);
                return Apply(new StoreChange(last.Revision, before, null, last));
            case WriteDecision.Refuse refuse:
                return new WriteOutcome.Refused(refuse.Reason);
            default:
                return new WriteOutcome.Unchanged(Root.Find(write.Key));
        }
    }

    private WriteOutcome.Committed Apply(StoreChange change)
    {
        _changes.Add(change);
        Root = Root.Apply(change);
        var item = (change.After ?? change.Last)!;
        _bytes += item.Document.Bytes.Length;
        return new WriteOutcome.Committed(item, change.After is null);
    }

    private void Undo(CollectionRoot root, int count, long bytes)
    {
        Root = root;
        _bytes = bytes;
        _changes.RemoveRange(count, _changes.Count - count);
    }
}
