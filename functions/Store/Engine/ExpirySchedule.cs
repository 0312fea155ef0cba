using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Deletes objects whose time is over, in batches.</summary>
internal sealed class ExpirySchedule(IDocumentCollection collection, TimeProvider time, ILogger logger)
{
    /// <summary>Expired objects may stay this much longer, so that many go in one commit.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Most deletions of one batch.</summary>
    private const int BatchMax = 1000;

    private int _armed;

    /// <summary>Arms the timer for the soonest expiry, if there is one and it is not armed.</summary>
    public void Look(CollectionRoot root)
    {
        if (Volatile.Read(ref _armed) == 0
            && root.ByExpiry().FirstOrDefault()?.Document.ExpiresAt is { } soonest
            && Interlocked.Exchange(ref _armed, 1) == 0)
        {
            _ = RunAsync(soonest);
        }
    }

    private async Task RunAsync(DateTimeOffset soonest)
    {
        try
        {
            var wait = soonest + Grace - time.GetUtcNow();
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time).ConfigureAwait(false);
            var root = (CollectionRoot)await collection.ReadAnyAsync(CancellationToken.None).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var due = root.ByExpiry().TakeWhile(item => item.Document.ExpiresAt <= now).Take(BatchMax).Select(item => DeleteIfDue(item.Key, now));
            await Task.WhenAll(due).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Log.ExpiryFailed(logger, collection.Name, fault);
            await Task.Delay(Grace, time).ConfigureAwait(false);
        }

        Volatile.Write(ref _armed, 0);
        Look((CollectionRoot)await collection.ReadAnyAsync(CancellationToken.None).ConfigureAwait(false));
    }

    private Task<WriteOutcome> DeleteIfDue(string key, DateTimeOffset now) =>
        collection.CommitAsync(
            new Write(key, state => state.Find(key)?.Document.ExpiresAt <= now ? new WriteDecision.Delete() : new WriteDecision.Nothing()),
            CancellationToken.None);
}
