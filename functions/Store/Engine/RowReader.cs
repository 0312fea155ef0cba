using System.Security.Cryptography;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Reads what rows say, with the documents that were spilled.</summary>
internal sealed class RowReader(string collection, ICommitLog log, DocumentSeals? seals = null)
{
    /// <exception cref="StoreException">The row is of a newer format, or damaged, or a document of it is.</exception>
    public ValueTask<RowContent> ReadAsync(CommitRow row, CancellationToken cancellationToken)
    {
        if (row.Format > Replay.FormatMax)
        {
            throw new StoreException($"The collection {collection} holds rows of format {row.Format}; this version reads up to {Replay.FormatMax} and serves it no more.");
        }

        var content = ChangeEncoding.Decode(row.Payload);
        return content.Changes.All(change => change.Spilled is null) ? ValueTask.FromResult(Opened(content)) : FetchAsync(content, cancellationToken);
    }

    private RowContent Opened(RowContent content) => seals?.Open(content) ?? content;

    private async ValueTask<RowContent> FetchAsync(RowContent content, CancellationToken cancellationToken)
    {
        var changes = new RowChange[content.Changes.Count];
        for (var index = 0; index < changes.Length; index++)
        {
            var change = content.Changes[index];
            changes[index] = change.Spilled is { } spilled
                ? change with { Document = change.Document with { Bytes = await FetchAsync(change.Key, spilled, cancellationToken).ConfigureAwait(false) } }
                : change;
        }

        return Opened(content with { Changes = changes });
    }

    private async Task<ReadOnlyMemory<byte>> FetchAsync(string key, SpilledBytes spilled, CancellationToken cancellationToken)
    {
        if (await log.GetBlobAsync(collection, spilled.Blob, cancellationToken).ConfigureAwait(false) is not { } packed)
        {
            throw new StoreException($"The collection {collection} is damaged: the blob {spilled.Blob} of {key} is gone.");
        }

        var bytes = Packing.Unpack(packed);
        return Convert.ToHexString(SHA256.HashData(bytes.Span)) == spilled.Sha256
            ? bytes
            : throw new StoreException($"The collection {collection} is damaged: the blob {spilled.Blob} of {key} is not what was written.");
    }
}
