using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>What a <see cref="MemoryCommitLog"/> holds of one collection.</summary>
internal sealed class MemoryCollection
{
    public List<CommitRow> Rows { get; } = [];

    public List<(SnapshotEntry Entry, byte[] Payload)> Snapshots { get; } = [];

    public Dictionary<string, byte[]> Blobs { get; } = [];

    public bool IsRegistered { get; set; }

    public bool Sealed { get; set; }

    public long Published { get; set; }

    public (DateTimeOffset At, string Tag)? Dirty { get; set; }

    public LogHead Head => (Rows.Count > 0 ? Rows[^1].Head : LogHead.None) with { Sealed = Sealed };
}
