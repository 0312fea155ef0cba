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
            if (result.Failure is { } failure)
            {
                Log.ReconcileRefused(logger, Reactor.Name, key, failure);
            }
            else if (result.LookAgainAfter is { } delay)
            {
                await LookAgainAsync(key, delay, cancellationToken).ConfigureAwait(false);
            }

            return new KeyRun(result.Failure, writes.Count + result.Acts);
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

    private async Task LookAgainAsync(string key, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (reminders is null || delay <= OwnReminderMax)
        {
            Queue.AddAfter(key, delay);
        }

        if (reminders is not null)
        {
            await reminders.RemindAsync(new Wake(Reactor.Name, key), delay, cancellationToken).ConfigureAwait(false);
        }
    }
}
