using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Appends a row and settles the fate of an append whose answer got lost.</summary>
/// <remarks>Our commit id at the row's place: it landed. Another's: it never will. Nothing there: the very same row is sent again, since the
/// first may still land. A refusal of that says nothing, since it may be the first one that stands in its way; the log decides.</remarks>
internal sealed class Settling(string collection, ICommitLog log, Outbox? outbox, TimeProvider time, ILogger logger)
{
    /// <summary>How long a fate may stay open before the writers are told so.</summary>
    private static readonly TimeSpan UnknownMax = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two attempts to settle, doubled each time.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>The tail that settled the last append; null where none was read.</summary>
    public LogTail? Seen { get; private set; }

    /// <summary>Answers what became of the row; that it is unknown only where nobody can tell any more.</summary>
    /// <param name="expected">The head to append behind.</param>
    /// <param name="row">The row.</param>
    /// <param name="onUnknown">Called once when the fate has stayed open too long. The settling goes on.</param>
    /// <exception cref="StoreException">Nothing was sent.</exception>
    public async ValueTask<AppendOutcome> AppendAsync(LogHead expected, CommitRow row, Action onUnknown)
    {
        Seen = null;
        await MarkAsync().ConfigureAwait(false);
        var outcome = await SendAsync(expected, row).ConfigureAwait(false);
        switch (outcome)
        {
            case AppendOutcome.Unknown unknown:
                Log.AppendUnknown(logger, collection, row.FirstRevision, unknown.Reason);
                return await SettleAsync(expected, row, onUnknown).ConfigureAwait(false);

            // A network may deliver one request twice, and answer with what became of the second: what moved the head may be our own row.
            case AppendOutcome.HeadMoved when !log.IsSoleWriter:
                return await SettleAsync(expected, row, onUnknown).ConfigureAwait(false);
            default:
                return outcome;
        }
    }

    private async Task<AppendOutcome> SettleAsync(LogHead expected, CommitRow row, Action onUnknown)
    {
        var started = time.GetTimestamp();
        var told = false;
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            if (await LookAsync(expected, row).ConfigureAwait(false) is { } settled)
            {
                return settled;
            }

            if (!told && time.GetElapsedTime(started) >= UnknownMax)
            {
                told = true;
                onUnknown();
            }

            await Task.Delay(pause, time).ConfigureAwait(false);
            if (await SendAsync(expected, row).ConfigureAwait(false) is AppendOutcome.Appended appended)
            {
                return appended;
            }
        }
    }

    /// <summary>What the log says; null where that is nothing yet.</summary>
    private async Task<AppendOutcome?> LookAsync(LogHead expected, CommitRow row)
    {
        try
        {
            var tail = await log.TailAsync(collection, expected.Revision, CancellationToken.None).ConfigureAwait(false);
            Seen = tail;
            if (tail.Rows.Count > 0 && tail.Rows[0].FirstRevision == row.FirstRevision)
            {
                return tail.Rows[0].Commit == row.Commit ? new AppendOutcome.Appended() : new AppendOutcome.HeadMoved();
            }

            // Past that place without a row there: compaction was faster than we, which were asleep for an hour. Nobody can tell any more.
            return tail.Head.Revision > expected.Revision ? new AppendOutcome.Unknown("The log was compacted past it.")
                : tail.Head.Sealed ? new AppendOutcome.HeadMoved()
                : null;
        }
        catch (Exception fault)
        {
            Log.SettleFailed(logger, collection, row.FirstRevision, fault.Message);
            return null;
        }
    }

    private ValueTask MarkAsync() => outbox is null ? ValueTask.CompletedTask : outbox.MarkAsync();

    /// <summary>Sends once. An exception says no more than a lost answer.</summary>
    private async ValueTask<AppendOutcome> SendAsync(LogHead expected, CommitRow row)
    {
        try
        {
            await MarkAsync().ConfigureAwait(false);
            return await log.AppendAsync(collection, expected, row, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            return new AppendOutcome.Unknown(fault.Message);
        }
    }
}
