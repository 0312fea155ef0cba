using System.Threading.Channels;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>Follows objects of one kind in one namespace, from their state now on.</summary>
/// <param name="resources">The objects.</param>
/// <param name="kind">Their kind.</param>
/// <param name="place">Their namespace; null for a kind in none.</param>
/// <param name="names">Their names.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadinessWatch(IResourceClient resources, ResourceKind kind, string? place, IReadOnlySet<ObjectName> names, TimeProvider time)
{
    /// <summary>How long after a watch that broke the next is opened.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Writes every state until cancelled. A watch that ends is opened again, with all as it is then.</summary>
    public async Task RunAsync(ChannelWriter<ReadinessNews> news, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await FollowAsync(news, cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
    }

    private async Task FollowAsync(ChannelWriter<ReadinessNews> news, CancellationToken cancellationToken)
    {
        try
        {
            if (await resources.WatchAsync(kind, new WatchQuery { Namespace = place }, cancellationToken) is not ResourceWatchOutcome.Watching(var batches))
            {
                return;
            }

            var isFirst = true;
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                if (isFirst)
                {
                    await GoneAsync(batch, news, cancellationToken);
                    isFirst = false;
                }

                foreach (var one in batch.Select(Of).OfType<ReadinessNews>().Where(one => names.Contains(one.Name)))
                {
                    await news.WriteAsync(one, cancellationToken);
                }
            }
        }
        catch (Exception fault) when (ResourceFaults.Unavailable(fault) is not null)
        {
            // The store may serve again before the time is over.
        }
    }

    /// <summary>The first batch holds all that there is.</summary>
    private async Task GoneAsync(IReadOnlyList<WatchItem> all, ChannelWriter<ReadinessNews> news, CancellationToken cancellationToken)
    {
        var there = all.OfType<WatchItem.Added>().Select(item => item.Object.Name).ToHashSet();
        foreach (var name in names.Where(name => !there.Contains(name)))
        {
            await news.WriteAsync(new ReadinessNews(kind, name, null), cancellationToken);
        }
    }

    private ReadinessNews? Of(WatchItem item) => item switch
    {
        WatchItem.Added(var added) => new ReadinessNews(kind, added.Name, added),
        WatchItem.Modified(var modified) => new ReadinessNews(kind, modified.Name, modified),
        WatchItem.Deleted(var deleted) => new ReadinessNews(kind, deleted.Name, null),
        _ => null,
    };
}
