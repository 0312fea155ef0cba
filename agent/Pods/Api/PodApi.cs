using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Api;

/// <summary>What the agent tells the control plane of pods.</summary>
internal sealed class PodApi(IKubernetes client, ILogger<PodApi> logger)
{
    /// <summary>Writes a pod's status.</summary>
    /// <returns>The pod as it is then; null where it could not be written, or the pod is gone or another one.</returns>
    public async Task<V1Pod?> WriteStatusAsync(V1Pod pod, string statusJson, CancellationToken cancellationToken)
    {
        try
        {
            // The uid makes the patch fail on another pod of the same name.
            var patch = $$"""{"metadata":{"uid":{{JsonSerializer.Serialize(pod.Metadata.Uid)}}},"status":{{statusJson}}}""";
            return await client.CoreV1.PatchNamespacedPodStatusAsync(
                new V1Patch(patch, V1Patch.PatchType.MergePatch), pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsApiFault(fault, cancellationToken))
        {
            if (!IsGone(fault))
            {
                Log.StatusNotWritten(logger, pod.Metadata.NamespaceProperty, pod.Metadata.Name, fault.Message);
            }

            return null;
        }
    }

    /// <summary>Removes a pod's object, once nothing is left of the pod itself.</summary>
    /// <returns>Why it could not be removed; null when it is gone.</returns>
    public async Task<string?> DeleteAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.DeleteNamespacedPodAsync(
                pod.Metadata.Name,
                pod.Metadata.NamespaceProperty,
                new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } },
                cancellationToken: cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (IsApiFault(fault, cancellationToken))
        {
            return IsGone(fault) ? null : fault.Message;
        }
    }

    public static bool IsApiFault(Exception fault, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && fault is HttpOperationException or HttpRequestException or IOException or SocketException or KubernetesException or OperationCanceledException or JsonException;

    /// <summary>No such pod, or one with another uid.</summary>
    private static bool IsGone(Exception fault) =>
        fault is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Conflict };
}
