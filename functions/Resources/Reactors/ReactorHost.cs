using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Runs the reactors in process: one change feed a kind, one work queue a reactor.</summary>
internal sealed class ReactorHost(IResourceClient client, IEnumerable<IReactor> reactors, TimeProvider time, ILogger<ReactorHost> logger) : BackgroundService
{
    /// <summary>Keys of one reactor that run at once.</summary>
    private const int RunsMax = 8;

    private static readonly TimeSpan FeedPause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = reactors.Select(reactor => (Reactor: reactor, Queue: new WorkQueue(time))).ToList();
        var feeds = running
            .SelectMany(one => one.Reactor.Triggers.Select(trigger => (trigger, one.Queue)))
            .GroupBy(pair => pair.trigger.Kind)
            .Select(group => FeedAsync(group.Key, [.. group], stoppingToken));
        return Task.WhenAll(feeds
            .Concat(running.SelectMany(one => Enumerable.Range(0, RunsMax).Select(_ => RunAsync(one.Reactor, one.Queue, stoppingToken))))
            .Concat(running.Select(one => ResyncAsync(one.Reactor, one.Queue, stoppingToken))));
    }

    private async Task FeedAsync(ResourceKind kind, IReadOnlyList<(ReactorTrigger Trigger, WorkQueue Queue)> targets, CancellationToken cancellationToken)
    {
        var feed = new ReactorFeed(targets);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                feed.Restart();
                if (await client.WatchAsync(kind, new WatchQuery { SendInitialEvents = true }, cancellationToken).ConfigureAwait(false) is ResourceWatchOutcome.Watching watching)
                {
                    await foreach (var batch in watching.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
                    {
                        foreach (var item in batch)
                        {
                            feed.Deliver(item);
                        }
                    }
                }

                await Task.Delay(FeedPause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.FeedFailed(logger, kind.Plural, fault);
                await Task.Delay(FeedPause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(IReactor reactor, WorkQueue queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            string key;
            try
            {
                key = await queue.TakeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var result = await ReconcileAsync(reactor, key, cancellationToken).ConfigureAwait(false);
            if (result.LookAgainAfter is { } delay && result.Failure is null)
            {
                queue.AddAfter(key, delay);
            }

            queue.Finish(key, result.Failure is not null);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(IReactor reactor, string key, CancellationToken cancellationToken)
    {
        try
        {
            var result = await reactor.ReconcileAsync(key, cancellationToken).ConfigureAwait(false);
            if (result.Failure is { } failure)
            {
                Log.ReconcileRefused(logger, reactor.Name, key, failure);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ReconcileResult.Done;
        }
        catch (Exception fault)
        {
            Log.ReconcileFailed(logger, reactor.Name, key, fault);
            return new ReconcileResult(Failure: fault.Message);
        }
    }

    private async Task ResyncAsync(IReactor reactor, WorkQueue queue, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (var key in await reactor.KeysAsync(cancellationToken).ConfigureAwait(false))
                {
                    queue.Add(key);
                }

                await Task.Delay(reactor.ResyncPeriod, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.FeedFailed(logger, reactor.Name, fault);
                await Task.Delay(FeedPause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
