using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using CloudOrchestrator.Pods.Api;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Events;

/// <summary>Writes Event objects about pods, one after the other and apart from the work; the same event again counts up.</summary>
internal sealed class PodEvents(IKubernetes client, string nodeName, TimeProvider time, ILogger<PodEvents> logger) : BackgroundService
{
    /// <summary>Most events that wait to be written; beyond it the newest are dropped.</summary>
    private const int WaitingMax = 1000;

    private readonly Channel<(V1Pod Pod, string Type, string Reason, string Message, string? Container)> _waiting =
        Channel.CreateBounded<(V1Pod, string, string, string, string?)>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, int> _counts = [];

    public void Normal(V1Pod pod, string reason, string message, string? container = null) => _waiting.Writer.TryWrite((pod, "Normal", reason, message, container));

    public void Warning(V1Pod pod, string reason, string message, string? container = null) => _waiting.Writer.TryWrite((pod, "Warning", reason, message, container));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (pod, type, reason, message, container) in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(pod, type, reason, message, container, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (PodApi.IsApiFault(fault, stoppingToken))
            {
                Log.EventNotWritten(logger, reason, fault.Message);
            }
        }
    }

    private async Task WriteAsync(V1Pod pod, string type, string reason, string message, string? container, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pod.Metadata.Uid}\n{type}\n{reason}\n{message}\n{container}")))[..16];
        var name = $"{pod.Metadata.Name}.{digest}";
        var now = time.GetUtcNow().UtcDateTime;
        var count = _counts[digest] = _counts.GetValueOrDefault(digest) + 1;
        if (count > 1)
        {
            var patch = $$"""{"count":{{count}},"lastTimestamp":"{{now:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""";
            await client.CoreV1.PatchNamespacedEventAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false);
            return;
        }

        await client.CoreV1.CreateNamespacedEventAsync(
            new Corev1Event
            {
                ApiVersion = "v1",
                Kind = "Event",
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = pod.Metadata.NamespaceProperty },
                InvolvedObject = new V1ObjectReference
                {
                    ApiVersion = "v1",
                    Kind = "Pod",
                    Name = pod.Metadata.Name,
                    NamespaceProperty = pod.Metadata.NamespaceProperty,
                    Uid = pod.Metadata.Uid,
                    FieldPath = container is null ? null : $"spec.containers{{{container}}}",
                },
                Type = type,
                Reason = reason,
                Message = message,
                Source = new V1EventSource { Component = "kubelet", Host = nodeName },
                ReportingComponent = "kubelet",
                ReportingInstance = nodeName,
                FirstTimestamp = now,
                LastTimestamp = now,
                Count = 1,
            },
            pod.Metadata.NamespaceProperty,
            cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
