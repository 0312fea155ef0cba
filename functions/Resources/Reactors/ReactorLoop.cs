using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Runs the keys of one reactor, several at a time.</summary>
/// <param name="reactor">The reactor.</param>
/// <param name="reminders">Keeps what is to be looked at again later beyond this process; null where the process lives as long as the cluster.</param>
/// <param name="commits">The place of this process's newest commit.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class ReactorLoop(IReactor reactor, IReminders? reminders, Func<long>? commits, TimeProvider time, ILogger logger)
{
    /// <summary>What is due sooner than this the process also looks at by itself, since a reminder takes its time; a later one finds nothing to do.</summary>
    private static readonly TimeSpan OwnReminderMax = TimeSpan.FromSeconds(10);

    private readonly RefusedKeys _refused = new();

    public IReactor Reactor { get; } = reactor;

    public WorkQueue Queue { get; } = new(time, commits);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Reactor.RunsAtOnce).Select(_ => RunOneByOneAsync(cancellationToken)));

    private async Task RunOneByOneAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string key;
            try
            {
                key = await Queue.TakeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Queue.Finish(key, await RunAsync(key, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<KeyRun> RunAsync(string key, CancellationToken cancellationToken)
    {
        using var writes = WriteCount.Begin();
        try
        {
            var result = await Reactor.ReconcileAsync(key, cancellationToken).ConfigureAwait(false);
            var wait = result.Failure is null or { IsForGood: true } ? result.LookAgainAfter : null;
            if (wait is { } delay)
            {
                await LookAgainAsync(result.LookAgainAs ?? key, delay, result.Failure is null, cancellationToken).ConfigureAwait(false);
            }

            Say(key, result.Failure);
            return new KeyRun(result.Failure, writes.Count + result.Acts, wait);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new KeyRun("the process ends", writes.Count);
        }
        catch (Exception fault)
        {
            // The loop's edge: one key that fails must not keep the others from their turn.
            Log.ReconcileFailed(logger, Reactor.Name, key, fault);
            return new KeyRun(fault.Message, writes.Count);
        }
    }

    /// <summary>What is refused for good is said once, until it gets through: it is refused at every look.</summary>
    private void Say(string key, ReconcileFailure? failure)
    {
        if (failure is null)
        {
            _refused.Remove(key);
        }
        else if (!failure.IsForGood)
        {
            Log.ReconcileRefused(logger, Reactor.Name, key, failure.Reason);
        }
        else if (_refused.Add(key))
        {
            Log.ReconcileRefusedForGood(logger, Reactor.Name, key, failure.Reason);
        }
    }

    /// <param name="key">The key.</param>
    /// <param name="delay">When.</param>
    /// <param name="byItself">Whether the queue has it looked at soon or where nobody reminds; else its back-off does.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    private async Task LookAgainAsync(string key, TimeSpan delay, bool byItself, CancellationToken cancellationToken)
    {
        if (byItself && (reminders is null || delay <= OwnReminderMax))
        {
            Queue.AddAfter(key, delay);
        }

        if (reminders is not null)
        {
            await reminders.RemindAsync(new Wake(Reactor.Name, key), delay, cancellationToken).ConfigureAwait(false);
        }
    }
}
