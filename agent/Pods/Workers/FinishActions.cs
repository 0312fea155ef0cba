using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Status;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Removes all that is left of a pod, and then its object: who sees the object gone can rely on nothing of the pod being there.</summary>
internal sealed class FinishActions(NodeContext node)
{
    private const int SayLastAttempts = 5;

    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    public async Task<MemoryChange> FinishAsync(PodView view, CancellationToken cancellationToken)
    {
        // 1. The last word on how its containers ended, for those who watch. It may fail: what counts is the deletion.
        if (view.Pod is { Metadata.DeletionTimestamp: not null } && !view.Observed.IsEmpty)
        {
            await SayLastAsync(view, cancellationToken).ConfigureAwait(false);
        }

        // 2. What the engine and the disk hold.
        var problem = await RemoveAsync(view, cancellationToken).ConfigureAwait(false);

        // 3. The object.
        if (problem is null && view.Pod is { Metadata.DeletionTimestamp: not null } deleted)
        {
            var outcome = await node.Api.DeleteAsync(deleted, cancellationToken).ConfigureAwait(false);
            // A conflict means that another pod has the name by now.
            problem = outcome.Kind == ApiOutcomeKind.Failed ? outcome.Message : null;
        }

        if (problem is null)
        {
            return memory => memory with { Finished = true };
        }

        var now = node.Time.GetUtcNow();
        return memory => memory with { FinishFailure = Failure.After(memory.FinishFailure, "FailedKillPod", problem, now, RetryMin, RetryMax) };
    }

    private async Task SayLastAsync(PodView view, CancellationToken cancellationToken)
    {
        for (var attempt = 1; StatusPatch.Between(view.Pod!.Status, PodStatusPlan.Compute(view, node.Node, node.Time.GetUtcNow())) is { } patch; attempt++)
        {
            var outcome = await node.Api.PatchStatusAsync(view.Pod, patch, cancellationToken).ConfigureAwait(false);
            if (outcome.Kind != ApiOutcomeKind.Conflict || attempt == SayLastAttempts)
            {
                return;
            }

            // A report of this worker may have been under way, or somebody else wrote.
            outcome = await node.Api.ReadAsync(view.Pod, cancellationToken).ConfigureAwait(false);
            if (outcome.Pod is not { } pod)
            {
                return;
            }

            view = view with { Pod = pod };
        }
    }

    private async Task<string?> RemoveAsync(PodView view, CancellationToken cancellationToken)
    {
        var removals = view.Observed.Containers.Select(container => node.Runtime.RemoveContainerAsync(container.Id, cancellationToken))
            .Concat(view.Observed.Sandboxes.Select(sandbox => node.Runtime.RemoveSandboxAsync(sandbox.Id, cancellationToken)));
        var removed = await Task.WhenAll(removals).ConfigureAwait(false);
        if (removed.FirstOrDefault(result => result.Fault is not null).Fault is { } fault)
        {
            return fault.Message;
        }

        var uid = view.Pod?.Metadata.Uid ?? view.Observed.Containers.Select(container => container.Pod.Uid).Concat(view.Observed.Sandboxes.Select(sandbox => sandbox.Pod.Uid)).FirstOrDefault();
        try
        {
            if (uid is not null)
            {
                await node.Volumes.RemoveAsync(uid, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception fault2) when (fault2 is IOException or UnauthorizedAccessException)
        {
            return fault2.Message;
        }
    }
}
