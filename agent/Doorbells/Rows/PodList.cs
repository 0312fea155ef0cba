using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>Asks the API for the node's pods, and knows whether they are others than the last time.</summary>
internal sealed class PodList(IKubernetes client, string nodeName, ILogger logger)
{
    private HashSet<(string Uid, string Revision)> _last = [];
    private bool _silent;

    /// <summary>The last list had pods, or revisions of them, that the one before had not, or the other way round.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>All pods of the node; null if the API does not say.</summary>
    public async Task<IReadOnlyList<V1Pod>?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: $"spec.nodeName={nodeName}", cancellationToken: cancellationToken).ConfigureAwait(false);
            var revisions = list.Items.Select(pod => (pod.Metadata.Uid, pod.Metadata.ResourceVersion)).ToHashSet();
            IsChanged = !revisions.SetEquals(_last);
            _last = revisions;
            _silent = false;
            Log.PodsListed(logger, list.Items.Count);
            return [.. list.Items];
        }
        catch (Exception fault) when (ApiFaults.IsAny(fault))
        {
            if (!_silent && !cancellationToken.IsCancellationRequested)
            {
                Log.ApiUnreachable(logger, ApiFaults.Words(fault));
            }

            // Said once an outage, not at each attempt.
            _silent = true;
            return null;
        }
    }
}
