using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Notices;

/// <summary>The outboxes of an instance, one for each collection that something reacts to.</summary>
internal sealed class Outboxes(ICommitLog log, INoticePublisher publisher, Func<CollectionDefinition, IDocumentCollection> collections, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    private readonly CommitCount _commits = new();
    private readonly ConcurrentDictionary<string, Outbox> _outboxes = new(StringComparer.Ordinal);

    /// <summary>The outbox of a collection; null where nothing reacts to it.</summary>
    public Outbox? Of(string collection) =>
        publisher.Definition(collection) is null ? null : _outboxes.GetOrAdd(collection, Create);

    /// <summary>Publishes what nobody has published. One query where all is; a collection that fails does not keep the others from their turn.</summary>
    /// <exception cref="StoreException">The marks could not be read, or a collection failed: it stays marked.</exception>
    public async Task PublishMissedAsync(CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (var mark in await log.DirtyMarksAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                // A mark of a collection that nothing reacts to any more was set by another version; that one's tick takes it away.
                await (Of(mark.Collection)?.PublishMissedAsync(mark, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.PublishMissedFailed(logger, mark.Collection, fault);
                failed.Add(mark.Collection);
            }
        }

        if (failed.Count > 0)
        {
            throw new StoreException($"Not all could be published of {string.Join(", ", failed)}.");
        }
    }

    private Outbox Create(string collection) => new(
        collection,
        log,
        publisher,
        new MissedChanges(() => collections(publisher.Definition(collection)!), collection, logger),
        _commits,
        time,
        logger,
        stopping);
}
