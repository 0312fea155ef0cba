using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Runs the reactors of a process that lives as long as the cluster: one change feed a kind, one work queue a reactor.</summary>
internal sealed class ReactorHost(IResourceClient client, IEnumerable<IReactor> reactors, TimeProvider time, ILogger<ReactorHost> logger) : BackgroundService, IReactorHealth
{
    private static readonly TimeSpan FeedPause = TimeSpan.FromSeconds(1);

    private readonly ReactorFaults _faults = new();

    /// <summary>Its loops run, and hear of every kind that wakes one of them.</summary>
    public ValueTask<string?> FaultAsync(ReactorGroup group, CancellationToken cancellationToken)
    {
        var concerned = reactors.Where(reactor => reactor.Group == group).ToList();
        var fault = ExecuteTask switch
        {
            null => "not started",
            { IsCompleted: true } ended => ended.Exception?.GetBaseException().Message ?? "ended",
            _ => _faults.First(concerned.SelectMany(reactor => reactor.Triggers.Select(trigger => trigger.Kind.Plural).Prepend(reactor.Name)).Distinct()),
        };
        return ValueTask.FromResult(fault);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = reactors.Select(reactor => new ReactorLoop(reactor, reminders: null, commits: null, time, logger)).ToList();
        var feeds = loops
            .SelectMany(loop => loop.Reactor.Triggers.Select(trigger => (trigger, loop.Queue)))
            .GroupBy(pair => pair.trigger.Kind)
            .Select(group => FeedAsync(group.Key, [.. group], stoppingToken));
        var custom = loops.Where(loop => loop.Reactor.CustomTrigger is not null).ToList();
        if (custom.Count > 0)
        {
            var customFeeds = new CustomFeeds(client, (kind, token) => FeedAsync(kind, [.. custom.Select(loop => (new ReactorTrigger(kind, loop.Reactor.CustomTrigger!), loop.Queue))], token));
            feeds = feeds.Append(customFeeds.RunAsync(FeedPause, time, stoppingToken));
        }

        return Task.WhenAll(feeds
            .Concat(loops.Select(loop => loop.RunAsync(stoppingToken)))
            .Concat(loops.Select(loop => ResyncAsync(loop, stoppingToken))));
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
                    _faults.Works(kind.Plural);
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
                _faults.Failed(kind.Plural, fault);
                Log.FeedFailed(logger, kind.Plural, fault);
                await Task.Delay(FeedPause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ResyncAsync(ReactorLoop loop, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (var key in await loop.Reactor.KeysAsync(cancellationToken).ConfigureAwait(false))
                {
                    loop.Queue.Add(key);
                }

                _faults.Works(loop.Reactor.Name);
                await Task.Delay(loop.Reactor.ResyncPeriod, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                _faults.Failed(loop.Reactor.Name, fault);
                Log.FeedFailed(logger, loop.Reactor.Name, fault);
                await Task.Delay(FeedPause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
