using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Keeps a feed open for every custom kind, as definitions come and change.</summary>
/// <remarks>One whose definition is gone stays open: what its last resources' deletion concerns is still to be told, and nothing more will come.</remarks>
/// <param name="client">Where definitions and resources are watched.</param>
/// <param name="feed">Feeds the reactors from one kind until it is cancelled.</param>
internal sealed class CustomFeeds(IResourceClient client, Func<ResourceKind, CancellationToken, Task> feed)
{
    private readonly Dictionary<string, (ResourceKind Kind, CancellationTokenSource Ends, Task Running)> _feeds = [];

    public async Task RunAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (StoreException)
            {
                // The feed of a built-in kind says so too, and the definitions are followed again as soon as it can.
                await Task.Delay(pause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }

        await Task.WhenAll(_feeds.Values.Select(one => one.Running)).ConfigureAwait(false);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var query = new WatchQuery { SendInitialEvents = true };
        if (await client.WatchAsync(ApiextensionsKinds.CustomResourceDefinitions, query, cancellationToken).ConfigureAwait(false) is not ResourceWatchOutcome.Watching watching)
        {
            return;
        }

        await foreach (var _ in watching.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var table = await client.KindsAsync(cancellationToken).ConfigureAwait(false);
            foreach (var kind in table.All.Where(kind => kind.Definition is not null).DistinctBy(kind => kind.Collection))
            {
                await OpenAsync(kind, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task OpenAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        if (_feeds.TryGetValue(kind.Collection, out var present))
        {
            if (present.Kind == kind)
            {
                return;
            }

            await present.Ends.CancelAsync().ConfigureAwait(false);
            await present.Running.ConfigureAwait(false);
            present.Ends.Dispose();
        }

        var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _feeds[kind.Collection] = (kind, ends, feed(kind, ends.Token));
    }
}
