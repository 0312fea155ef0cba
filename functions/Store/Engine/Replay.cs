using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Rebuilds states from snapshots and rows. Pure.</summary>
internal static class Replay
{
    /// <summary>The newest row format that this version reads.</summary>
    public const int FormatMax = 1;

    /// <summary>The state that a snapshot holds.</summary>
    public static CollectionRoot Snapshot(CollectionDefinition definition, StoredSnapshot snapshot)
    {
        var root = SnapshotEncoding.Decode(snapshot.Payload).Aggregate(CollectionRoot.Empty(definition), (state, item) => state.Set(item));
        return Checked(definition, root.At(snapshot.Revision), snapshot.Digest);
    }

    /// <summary>Applies one row.</summary>
    public static (CollectionRoot Root, IReadOnlyList<StoreChange> Changes) Row(CollectionDefinition definition, CollectionRoot root, CommitRow row)
    {
        if (row.Format > FormatMax)
        {
            throw new StoreException($"The collection {definition.Name} holds rows of format {row.Format}; this version reads up to {FormatMax}.");
        }

        if (row.FirstRevision != root.Revision + 1)
        {
            throw new StoreException($"The collection {definition.Name} has a gap: revision {root.Revision} is followed by {row.FirstRevision}.");
        }

        var changes = new List<StoreChange>();
        var revision = root.Revision;
        foreach (var (deletes, key, document) in ChangeEncoding.Decode(row.Payload))
        {
            revision++;
            var before = root.Find(key);
            var item = new StoredObject(key, revision, document);
            var change = deletes ? new StoreChange(revision, before, null, item) : new StoreChange(revision, before, item, null);
            changes.Add(change);
            root = root.Apply(change);
        }

        return (Checked(definition, root.At(row.LastRevision), row.Digest), changes);
    }

    private static CollectionRoot Checked(CollectionDefinition definition, CollectionRoot root, ulong digest) =>
        root.Digest == digest
            ? root
            : throw new StoreException($"The collection {definition.Name} is damaged: its digest at revision {root.Revision} is {root.Digest:x16}, recorded is {digest:x16}.");
}
