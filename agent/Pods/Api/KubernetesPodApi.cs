using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.Doorbells;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Pods.Api;

/// <summary>The API, through the official client.</summary>
internal sealed class KubernetesPodApi(IKubernetes client) : IPodApi
{
    public Task<ApiOutcome> PatchStatusAsync(V1Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        // The uid keeps it off another pod of the name; the revision, off conditions that others wrote meanwhile.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid, ["resourceVersion"] = pod.Metadata.ResourceVersion },
            ["status"] = status.DeepClone(),
        };
        return CallAsync(
            async () => await client.CoreV1.PatchNamespacedPodStatusAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false),
            cancellationToken);
    }

    public async Task<ApiOutcome> ReadAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var outcome = await CallAsync(
            async () => await client.CoreV1.ReadNamespacedPodAsync(pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return outcome.Pod is { } found && found.Metadata.Uid != pod.Metadata.Uid ? outcome with { Kind = ApiOutcomeKind.Gone, Pod = null } : outcome;
    }

    public Task<ApiOutcome> DeleteAsync(V1Pod pod, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var options = new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } };
            return await client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, pod.Metadata.NamespaceProperty, options, cancellationToken: cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<ApiOutcome> CallAsync(Func<Task<V1Pod>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new ApiOutcome(ApiOutcomeKind.Done, await call().ConfigureAwait(false), "");
        }
        catch (HttpOperationException fault)
        {
            var kind = fault.Response.StatusCode switch
            {
                HttpStatusCode.NotFound => ApiOutcomeKind.Gone,
                HttpStatusCode.Conflict => ApiOutcomeKind.Conflict,
                _ => ApiOutcomeKind.Failed,
            };
            return new ApiOutcome(kind, null, $"{(int)fault.Response.StatusCode} {fault.Response.Content}");
        }
        catch (Exception fault) when (ApiFaults.Is(fault, cancellationToken))
        {
            return new ApiOutcome(ApiOutcomeKind.Failed, null, fault.InnerException?.Message ?? fault.Message);
        }
    }
}
