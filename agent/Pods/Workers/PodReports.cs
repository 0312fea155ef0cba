using System.Text.Json.Nodes;
using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Status;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Tells the API a pod's status, when it is not what the API has.</summary>
internal sealed class PodReports(NodeContext node, PodEvents events)
{
    public const string Key = "status";

    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);

    private V1PodStatus? _last;
    private volatile Failure? _failure;

    /// <summary>What has to be sent now; nothing if the API has it, or failed a moment ago.</summary>
    public (JsonObject? Patch, DateTimeOffset? RetryAt) Next(PodView view, DateTimeOffset now)
    {
        var status = PodStatusPlan.Compute(view, node.Node, now);
        StatusEvents.Record(view.Pod!, _last ?? view.Pod!.Status, status, events);
        _last = status;
        var patch = StatusPatch.Between(view.Pod!.Status, status);
        return patch is null ? (null, null)
            : _failure is { } failure && failure.RetryAt > now ? (null, failure.RetryAt)
            : (patch, null);
    }

    public async Task<ApiOutcome> SendAsync(V1Pod pod, JsonObject patch, CancellationToken cancellationToken)
    {
        var outcome = await node.Api.PatchStatusAsync(pod, patch, cancellationToken).ConfigureAwait(false);
        if (outcome.Kind == ApiOutcomeKind.Conflict)
        {
            // Somebody wrote the pod since it was seen: what it is now decides what is still to be said.
            outcome = await node.Api.ReadAsync(pod, cancellationToken).ConfigureAwait(false);
        }

        if (outcome.Kind == ApiOutcomeKind.Failed)
        {
            _failure = Failure.After(_failure, "", outcome.Message, node.Time.GetUtcNow(), RetryMin, RetryMax);
            Log.ActionFailed(node.Logger, pod.Metadata.Name, Key, outcome.Message);
        }
        else
        {
            _failure = null;
        }

        return outcome;
    }
}
