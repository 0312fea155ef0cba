namespace CloudOrchestrator.Store.Sqlite.Tests.PowerCuts;

/// <summary>What a disk may hold after the power was cut: all that was synced, and any part of what was not.</summary>
internal sealed class CutDisk
{
    /// <summary>What a disk writes whole or not at all.</summary>
    private const int SectorBytes = 512;
    private readonly Dictionary<string, byte[]> _synced = [];
    private readonly Dictionary<string, List<DiskEvent>> _pending = [];

    /// <summary>Goes on by one event.</summary>
    public void Take(DiskEvent happened)
    {
        switch (happened)
        {
            case DiskEvent.Write write:
                Pending(write.File).Add(write);
                break;
            case DiskEvent.Truncate truncate:
                Pending(truncate.File).Add(truncate);
                break;
            case DiskEvent.Delete delete:
                _synced.Remove(delete.File);
                _pending.Remove(delete.File);
                break;
            case DiskEvent.Sync sync:
                _synced[sync.File] = Content(sync.File, null);
                Pending(sync.File).Clear();
                break;
        }
    }

    /// <summary>Whether anything was written since its file was last synced.</summary>
    public bool HasPending => _pending.Values.Any(pending => pending.Count > 0);

    /// <summary>Writes the files as they may be.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="chance">Answers of each sector that was not synced whether it was written; null for all of them.</param>
    public void WriteTo(string folder, Func<bool>? chance)
    {
        foreach (var file in _synced.Keys.Union(_pending.Keys).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.WriteAllBytes(Path.Combine(folder, file), Content(file, chance));
        }
    }

    private List<DiskEvent> Pending(string file) => _pending.TryGetValue(file, out var pending) ? pending : _pending[file] = [];

    private byte[] Content(string file, Func<bool>? chance)
    {
        var content = _synced.GetValueOrDefault(file, []).ToArray();
        foreach (var happened in Pending(file))
        {
            if (happened is DiskEvent.Truncate truncate)
            {
                Array.Resize(ref content, chance is null || chance() ? (int)truncate.Length : content.Length);
            }
            else if (happened is DiskEvent.Write write)
            {
                Write(ref content, write, chance);
            }
        }

        return content;
    }

    private static void Write(ref byte[] content, DiskEvent.Write write, Func<bool>? chance)
    {
        for (var start = 0; start < write.Bytes.Length;)
        {
            var offset = (int)write.Offset + start;
            var count = Math.Min(SectorBytes - (offset % SectorBytes), write.Bytes.Length - start);
            if (chance is null || chance())
            {
                Array.Resize(ref content, Math.Max(content.Length, offset + count));
                write.Bytes.AsSpan(start, count).CopyTo(content.AsSpan(offset));
            }

            start += count;
        }
    }
}
