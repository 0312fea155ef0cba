using System.Security.Cryptography;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>A commit log in memory. Several engines may share one, as several instances share a storage account.</summary>
public sealed class MemoryCommitLog(bool isSoleWriter = true, TimeProvider? time = null) : ICommitLog
{
    private const int SnapshotsKept = 3;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryCollection> _collections = new(StringComparer.Ordinal);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Action? _late;

    public bool IsSoleWriter { get; } = isSoleWriter;

    /// <summary>Most bytes of a row's payload.</summary>
    public int PayloadBytesMax { get; init; } = CommitBytes.CommitMax;

    /// <summary>What goes wrong with the next appends.</summary>
    public Queue<AppendFault> Faults { get; } = new();

    /// <summary>How many of the next reads of a tail fail.</summary>
    public int TailFaults { get; set; }

    /// <summary>How many of the next reads of the registry fail.</summary>
    public int RegistryFaults { get; set; }

    /// <summary>How many of the next dirty marks cannot be set.</summary>
    public int MarkFaults { get; set; }

    /// <summary>How often the mark of what is published was moved.</summary>
    public int PublishedMoves { get; private set; }

    /// <summary>Tails read so far.</summary>
    public int Tails { get; private set; }

    /// <summary>Appends asked for so far.</summary>
    public int Appends { get; private set; }

    /// <summary>Awaited before each tail is read and each append is looked at, to hold them up.</summary>
    public Func<string, Task>? Before { get; set; }

    public async ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        await Held("append");
        lock (_lock)
        {
            Appends++;
            _late?.Invoke();
            _late = null;
            switch (Faults.TryDequeue(out var next) ? next : AppendFault.None)
            {
                case AppendFault.RequestLost:
                    return new AppendOutcome.Unknown("request lost");
                case AppendFault.Rejected:
                    return new AppendOutcome.Rejected("not now");
                case AppendFault.LandsLater:
                    _late = () => Append(Of(collection), expected, row);
                    return new AppendOutcome.Unknown("on its way");
                case AppendFault.AnswerLost:
                    Append(Of(collection), expected, row);
                    return new AppendOutcome.Unknown("answer lost");
                default:
                    return row.Payload.Length > PayloadBytesMax ? new AppendOutcome.Rejected("too large") : Append(Of(collection), expected, row);
            }
        }
    }

    public async ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken)
    {
        await Held("tail");
        lock (_lock)
        {
            Tails++;
            if (TailFaults > 0)
            {
                TailFaults--;
                throw new StoreException("The log cannot be read now.");
            }

            var of = Of(collection);
            return new LogTail([.. of.Rows.Where(row => row.FirstRevision > afterRevision)], of.Head);
        }
    }

    public ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken) => With(collection, of =>
    {
        if (of.Head.Revision != expected.Revision || of.Head.Commit != expected.Commit)
        {
            return false;
        }

        return of.Sealed = true;
    });

    public ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken) => With(collection, of =>
    {
        var last = of.Rows.LastOrDefault();
        of.Rows.RemoveAll(row => row != last && row.LastRevision <= throughRevision && row.Time < beforeTime);
    });

    public ValueTask RegisterAsync(string collection, CancellationToken cancellationToken) => With(collection, of => { of.IsRegistered = true; });

    public ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (RegistryFaults > 0)
            {
                RegistryFaults--;
                throw new StoreException("The registry cannot be read now.");
            }

            return ValueTask.FromResult<IReadOnlyList<string>>([.. _collections.Where(pair => pair.Value.IsRegistered).Select(pair => pair.Key)]);
        }
    }

    public ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken) =>
        With<IReadOnlyList<SnapshotEntry>>(collection, of => [.. of.Snapshots.Select(snapshot => snapshot.Entry)]);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken) =>
        With<ReadOnlyMemory<byte>?>(collection, of =>
            of.Snapshots.Find(snapshot => snapshot.Entry.Blob == entry.Blob).Payload is { } payload && Hash(payload) == entry.Sha256 ? payload : (ReadOnlyMemory<byte>?)null);

    public ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken) => With(collection, of =>
    {
        var payload = snapshot.Payload.ToArray();
        var entry = new SnapshotEntry(snapshot.Revision, snapshot.Time, snapshot.Digest, Guid.NewGuid().ToString("N"), Hash(payload), payload.Length);
        of.Snapshots.RemoveAll(other => other.Entry.Revision == snapshot.Revision);
        of.Snapshots.Add((entry, payload));
        of.Snapshots.Sort((left, right) => right.Entry.Revision.CompareTo(left.Entry.Revision));
        of.Snapshots.RemoveRange(Math.Min(SnapshotsKept, of.Snapshots.Count), Math.Max(0, of.Snapshots.Count - SnapshotsKept));
    });

    /// <summary>Damages the payload of a snapshot.</summary>
    public void DamageSnapshot(string collection, SnapshotEntry entry)
    {
        lock (_lock)
        {
            var payload = Of(collection).Snapshots.Single(snapshot => snapshot.Entry.Blob == entry.Blob).Payload;
            payload[payload.Length / 2] ^= 0xFF;
        }
    }

    public ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        With(collection, of => { of.Blobs[name] = content.ToArray(); });

    public ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        With(collection, of => of.Blobs.TryGetValue(name, out var content) ? content : (ReadOnlyMemory<byte>?)null);

    public ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken) =>
        With<IReadOnlyList<string>>(collection, of => [.. of.Blobs.Keys.Order(StringComparer.Ordinal)]);

    public ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        With(collection, of => { of.Blobs.Remove(name); });

    public ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken) => With(collection, of => of.Published);

    public ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken) => With(collection, of =>
    {
        var moves = of.Published == from;
        of.Published = moves ? to : of.Published;
        PublishedMoves += moves ? 1 : 0;
        return moves;
    });

    public ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken) =>
        MarkFaults-- > 0 ? throw new StoreException("no mark can be set") : With(collection, of => { of.Dirty = (_time.GetUtcNow(), Guid.NewGuid().ToString("N")); });

    public ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<DirtyMark>>(
                [.. _collections.Where(pair => pair.Value.Dirty is not null).Select(pair => new DirtyMark(pair.Key, _time.GetUtcNow() - pair.Value.Dirty!.Value.At, pair.Value.Dirty.Value.Tag))]);
        }
    }

    public ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken) =>
        With(mark.Collection, of => { of.Dirty = of.Dirty?.Tag == mark.Tag ? null : of.Dirty; });

    private static AppendOutcome Append(MemoryCollection of, LogHead expected, CommitRow row)
    {
        if (of.Sealed || of.Head.Revision != expected.Revision || of.Head.Commit != expected.Commit)
        {
            return new AppendOutcome.HeadMoved();
        }

        of.Rows.Add(row);
        return new AppendOutcome.Appended();
    }

    private Task Held(string what) => Before?.Invoke(what) ?? Task.CompletedTask;

    private ValueTask<T> With<T>(string collection, Func<MemoryCollection, T> act)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(act(Of(collection)));
        }
    }

    private ValueTask With(string collection, Action<MemoryCollection> act)
    {
        lock (_lock)
        {
            act(Of(collection));
        }

        return ValueTask.CompletedTask;
    }

    private MemoryCollection Of(string collection)
    {
        if (!_collections.TryGetValue(collection, out var of))
        {
            _collections[collection] = of = new MemoryCollection();
        }

        return of;
    }

    private static string Hash(byte[] payload) => Convert.ToHexString(SHA256.HashData(payload));
}
