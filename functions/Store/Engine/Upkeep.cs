using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>What a collection needs from time to time, whether or not anybody uses it.</summary>
internal sealed class Upkeep(string collection, ICommitLog log, Committer committer, TimeProvider time, ILogger logger)
{
    /// <summary>Most expired objects deleted at a time.</summary>
    private const int ExpiredMax = 1000;

    /// <summary>Time between two looks for rows that can go.</summary>
    private static readonly TimeSpan CompactionInterval = TimeSpan.FromMinutes(10);

    /// <summary>Time between two sweeps of spilled documents.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);

    private readonly Spill _spill = new(collection, log, time);
    private long _compactedAt = time.GetTimestamp();
    private long _sweptAt = time.GetTimestamp();
    private int _isRunning;

    /// <summary>Does what is due. One that fails does not keep the others from their turn.</summary>
    public async Task RunAsync(Replica replica, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            return;
        }

        try
        {
            replica.History.Trim();
            await TryAsync(() => ExpireAsync(replica)).ConfigureAwait(false);
            await TryAsync(() => CompactHistoryAsync(replica)).ConfigureAwait(false);
            if (IsDue(ref _compactedAt, CompactionInterval))
            {
                await TryAsync(() => replica.Snapshots.CompactAsync(cancellationToken)).ConfigureAwait(false);
            }

            if (IsDue(ref _sweptAt, SweepInterval))
            {
                await TryAsync(() => _spill.SweepAsync(cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    /// <summary>Deletes what has expired and what no reader needs any more. A failure is the caller's.</summary>
    public async Task CompactAsync(Replica replica, CancellationToken cancellationToken)
    {
        await ExpireAsync(replica).ConfigureAwait(false);
        await CompactHistoryAsync(replica).ConfigureAwait(false);
        await replica.Snapshots.CompactAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes spilled documents that nothing names. A failure is the caller's.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => _spill.SweepAsync(cancellationToken);

    /// <summary>Deletes what has expired, batch after batch for as long as that gets it further.</summary>
    private async Task ExpireAsync(Replica replica)
    {
        CollectionRoot root;
        List<Task> due;
        do
        {
            var now = time.GetUtcNow();
            root = replica.State.Root;
            due = [.. root.ByExpiry().TakeWhile(item => item.Document.ExpiresAt <= now).Take(ExpiredMax).Select(item => DeleteIfDue(item.Key, now))];
            await Task.WhenAll(due).ConfigureAwait(false);
        }
        while (due.Count == ExpiredMax && replica.State.Root.Revision > root.Revision);
    }

    private Task DeleteIfDue(string key, DateTimeOffset now) => committer.CommitAsync(new PendingGroup(
        [new Write(key, state => state.Find(key)?.Document.ExpiresAt <= now ? new WriteDecision.Delete() : new WriteDecision.Nothing())]));

    private Task CompactHistoryAsync(Replica replica) =>
        replica.Marks.Due(time.GetUtcNow()) is null ? Task.CompletedTask : committer.CommitAsync(new PendingGroup([]) { IsCompaction = true });

    private bool IsDue(ref long last, TimeSpan interval)
    {
        var due = time.GetElapsedTime(last) >= interval;
        last = due ? time.GetTimestamp() : last;
        return due;
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Log.UpkeepFailed(logger, collection, fault);
        }
    }
}
