using System.Globalization;
using System.Security.Cryptography;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Moves the largest documents of a commit that is too large for its row to blobs under fresh names, before the commit.</summary>
internal sealed class Spill(string collection, ICommitLog log, TimeProvider time)
{
    /// <summary>Smaller documents stay in the row.</summary>
    private const int BytesMin = 16 * 1024;

    /// <summary>A blob that no row names goes once it is this old: whoever wrote it has given up the commit by then.</summary>
    private static readonly TimeSpan BlobAgeMin = TimeSpan.FromDays(1);

    /// <summary>The payload, with as many documents spilled as it needs to fit; null where it cannot fit.</summary>
    public async Task<ReadOnlyMemory<byte>?> EncodeAsync(IReadOnlyList<StoreChange> changes)
    {
        var spilled = new Dictionary<StoreChange, SpilledBytes>(ReferenceEqualityComparer.Instance);
        foreach (var change in changes.OrderByDescending(Size).TakeWhile(change => Size(change) >= BytesMin))
        {
            spilled.Add(change, await PutAsync((change.After ?? change.Last)!.Document.Bytes).ConfigureAwait(false));
            var payload = ChangeEncoding.Encode(changes, spilled);
            if (payload.Length <= log.PayloadBytesMax)
            {
                return payload;
            }
        }

        return null;
    }

    /// <summary>Deletes the blobs that no row names and that are old. Snapshots hold their documents themselves.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - BlobAgeMin;
        var old = (await log.BlobsAsync(collection, cancellationToken).ConfigureAwait(false)).Where(name => DrawnAt(name) < before).ToHashSet();
        if (old.Count == 0)
        {
            return;
        }

        foreach (var row in (await log.TailAsync(collection, 0, cancellationToken).ConfigureAwait(false)).Rows)
        {
            old.ExceptWith(ChangeEncoding.Decode(row.Payload).Changes.Select(change => change.Spilled?.Blob ?? ""));
        }

        foreach (var name in old)
        {
            await log.DeleteBlobAsync(collection, name, cancellationToken).ConfigureAwait(false);
        }
    }

    private static int Size(StoreChange change) => (change.After ?? change.Last)!.Document.Bytes.Length;

    private async Task<SpilledBytes> PutAsync(ReadOnlyMemory<byte> bytes)
    {
        // The name says when it was drawn, so that any instance can tell an old one.
        var name = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():D15}-{Guid.NewGuid():N}");
        var packed = Packing.Pack([Packing.Plain, .. bytes.Span]);
        await log.PutBlobAsync(collection, name, packed, CancellationToken.None).ConfigureAwait(false);
        return new SpilledBytes(name, Convert.ToHexString(SHA256.HashData(bytes.Span)));
    }

    /// <summary>When a name was drawn; never for a name that this class did not draw.</summary>
    private static DateTimeOffset DrawnAt(string name) =>
        name.IndexOf('-', StringComparison.Ordinal) is > 0 and var end && long.TryParse(name.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : DateTimeOffset.MaxValue;
}
