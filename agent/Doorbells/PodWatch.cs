using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells;

/// <summary>One list or one watch of the node's pods at a time; knows from where to go on.</summary>
internal sealed class PodWatch(IKubernetes client, ApiDoorbellOptions options, ILogger logger)
{
    private string? _revision;
    private bool _silent;

    /// <summary>The last run ended with a failure, so that the next begins with a list.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next run begins with a list: who listens now may be another than before, or have lost what it heard.</summary>
    public void Forget() => _revision = null;

    /// <summary>Lists if there is nothing to go on from, then watches until the watch ends.</summary>
    public async IAsyncEnumerable<PodNotice> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Failed = false;
        if (_revision is null)
        {
            if (await ListAsync(cancellationToken).ConfigureAwait(false) is not { } listed)
            {
                yield break;
            }

            yield return listed;
        }

        await using var changes = Watch(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(changes, cancellationToken).ConfigureAwait(false))
        {
            var (type, pod) = changes.Current;
            _revision = pod.Metadata?.ResourceVersion ?? _revision;
            if (type is WatchEventType.Added or WatchEventType.Modified)
            {
                yield return new PodNotice.Changed(pod);
            }
            else if (type is WatchEventType.Deleted)
            {
                yield return new PodNotice.Removed(pod);
            }
        }
    }

    private IAsyncEnumerable<(WatchEventType Type, V1Pod Pod)> Watch(CancellationToken cancellationToken) =>
        client.CoreV1.WatchListPodForAllNamespacesAsync(
            fieldSelector: Selector,
            resourceVersion: _revision,
            allowWatchBookmarks: true,
            timeoutSeconds: (int)options.WatchDuration.TotalSeconds,
            onError: fault => Fail(fault, cancellationToken),
            cancellationToken: cancellationToken);

    private string Selector => $"spec.nodeName={options.NodeName}";

    private async Task<PodNotice.Listed?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: Selector, cancellationToken: cancellationToken).ConfigureAwait(false);
            _revision = list.Metadata?.ResourceVersion;
            _silent = false;
            Log.PodsListed(logger, list.Items.Count);
            return new PodNotice.Listed([.. list.Items]);
        }
        catch (Exception fault) when (ApiFaults.IsAny(fault))
        {
            Fail(fault, cancellationToken);
            return null;
        }
    }

    /// <summary>An error ends the watch even where the stream would go on: what comes after may leave a gap.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<(WatchEventType Type, V1Pod Pod)> changes, CancellationToken cancellationToken)
    {
        try
        {
            return await changes.MoveNextAsync().ConfigureAwait(false) && !Failed;
        }
        catch (Exception fault) when (ApiFaults.IsAny(fault))
        {
            Fail(fault, cancellationToken);
            return false;
        }
    }

    private void Fail(Exception fault, CancellationToken cancellationToken)
    {
        Failed = true;
        _revision = null;
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (!_silent)
        {
            Log.ApiUnreachable(logger, ApiFaults.Words(fault));
        }

        // Said once an outage, not at each attempt.
        _silent = true;
    }
}
