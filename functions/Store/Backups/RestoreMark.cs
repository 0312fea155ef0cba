using System.Text;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Notes in a store that a restore into it was begun, and that it has ended: half of a cluster must never be served.</summary>
internal sealed class RestoreMark(ICommitLog log, TimeProvider time)
{
    /// <summary>The collection that holds the note.</summary>
    public const string Collection = "~restore";

    private const string Key = "backup";
    private const string Begun = "begun ";
    private const string Done = "done ";

    /// <summary>The hash of the backup's file, and whether its restore has ended; null where none was ever begun.</summary>
    public async Task<(string FileHash, bool IsDone)?> ReadAsync(CancellationToken cancellationToken)
    {
        if ((await log.HeadAsync(Collection, cancellationToken).ConfigureAwait(false)).Revision == 0)
        {
            return null;
        }

        await using var engine = Engine();
        var note = (await engine.Collection(Definition).ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Find(Key);
        var text = note is null ? "" : Encoding.ASCII.GetString(note.Document.Bytes.Span);
        return text.StartsWith(Done, StringComparison.Ordinal) ? (text[Done.Length..], true)
            : text.StartsWith(Begun, StringComparison.Ordinal) ? (text[Begun.Length..], false)
            : null;
    }

    public Task BeginAsync(string fileHash, CancellationToken cancellationToken) => WriteAsync(Begun + fileHash, cancellationToken);

    public Task EndAsync(string fileHash, CancellationToken cancellationToken) => WriteAsync(Done + fileHash, cancellationToken);

    private static CollectionDefinition Definition => new(Collection, []);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await using var engine = Engine();
        var outcome = await engine.Collection(Definition).CommitAsync(
            new Write(Key, _ => new WriteDecision.Put(new Document(Encoding.ASCII.GetBytes(text), -1))), cancellationToken).ConfigureAwait(false);
        if (outcome is not WriteOutcome.Committed)
        {
            throw new StoreException($"The restore could not be noted in the store: {(outcome is WriteOutcome.Unavailable unavailable ? unavailable.Reason : outcome)}");
        }
    }

    private StoreEngine Engine() => new(log, time, NullLogger<StoreEngine>.Instance);
}
