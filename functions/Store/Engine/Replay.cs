using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Rebuilds states from snapshots and rows. Pure.</summary>
internal static class Replay
{
    /// <summary>The newest row format that this version reads.</summary>
    public const int FormatMax = FormatEncrypted;

    /// <summary>The row format that it writes…</summary>
    public const int FormatPlain = 2;

    /// <summary>…and the one where documents are encrypted: a version that knows no encryption stops there.</summary>
    public const int FormatEncrypted = 3;

    /// <summary>The state that a snapshot holds, and the revision through which clients see no history.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public static (CollectionRoot Root, long CompactedThrough) Snapshot(CollectionDefinition definition, SnapshotEntry entry, ReadOnlyMemory<byte> payload, DocumentSeals? seals = null)
    {
        var (objects, compacted) = SnapshotEncoding.Decode(payload);
        for (var index = 0; seals is not null && index < objects.Count; index++)
        {
            objects[index] = seals.Open(objects[index]);
        }

        return (Checked(definition, CollectionRoot.Of(definition, entry.Revision, objects), entry.Digest), compacted);
    }

    /// <summary>Applies one row whose spilled documents have been read.</summary>
    /// <exception cref="StoreException">It does not follow on the state, or is damaged.</exception>
    public static (CollectionRoot Root, IReadOnlyList<StoreChange> Changes) Row(CollectionDefinition definition, CollectionRoot root, CommitRow row, RowContent content)
    {
        if (row.FirstRevision != root.Revision + 1)
        {
            throw new StoreException($"The collection {definition.Name} has a gap: revision {root.Revision} is followed by {row.FirstRevision}.");
        }

        if (row.LastRevision - root.Revision != Math.Max(1, content.Changes.Count))
        {
            throw new StoreException($"The collection {definition.Name} is damaged: the commit at {row.FirstRevision} says {row.LastRevision} is its last revision and holds {content.Changes.Count} changes.");
        }

        var changes = new StoreChange[content.Changes.Count];
        for (var index = 0; index < changes.Length; index++)
        {
            changes[index] = Change(definition, root, content.Changes[index], root.Revision + 1);
            root = root.Apply(changes[index]);
        }

        return (Checked(definition, root.At(row.LastRevision), row.Digest), changes);
    }

    private static StoreChange Change(CollectionDefinition definition, CollectionRoot root, RowChange change, long revision)
    {
        var before = root.Find(change.Key);
        var item = new StoredObject(before?.Key ?? change.Key, revision, change.Document);
        if (!change.Deletes)
        {
            return new StoreChange(revision, before, item, null);
        }

        return before is not null
            ? new StoreChange(revision, before, null, item)
            : throw new StoreException($"The collection {definition.Name} is damaged: revision {revision} deletes {change.Key}, which is not there.");
    }

    private static CollectionRoot Checked(CollectionDefinition definition, CollectionRoot root, ulong digest) =>
        root.Digest == digest
            ? root
            : throw new StoreException($"The collection {definition.Name} is damaged: its digest at revision {root.Revision} is {root.Digest:x16}, recorded is {digest:x16}.");
}
