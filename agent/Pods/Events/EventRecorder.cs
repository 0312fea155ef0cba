using System.Threading.Channels;
using CloudOrchestrator.Doorbells;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Events;

/// <summary>Writes events in the background; one that happens again raises the first one's count.</summary>
internal sealed class EventRecorder(IKubernetes client, string nodeName, TimeProvider time, ILogger<EventRecorder> logger) : BackgroundService, IEventRecorder
{
    /// <summary>Events waiting to be written; when there are more, the oldest are lost.</summary>
    private const int WaitingMax = 1000;

    /// <summary>Series remembered, so that a repetition is counted; when there are more, all are forgotten.</summary>
    private const int SeriesMax = 2000;

    /// <summary>A repetition after a longer pause is a new event.</summary>
    private static readonly TimeSpan SeriesPauseMax = TimeSpan.FromMinutes(10);

    private readonly Channel<Corev1Event> _waiting = Channel.CreateBounded<Corev1Event>(
        new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<(string? Uid, string? FieldPath, string Reason, string Message), Corev1Event> _series = [];

    public void Record(V1ObjectReference subject, bool warning, string reason, string message)
    {
        var now = time.GetUtcNow();
        var second = Status.ApiTime.Of(now);
        _waiting.Writer.TryWrite(new Corev1Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            Metadata = new V1ObjectMeta { Name = $"{subject.Name}.{now.Ticks:x}{Interlocked.Increment(ref _last) & 0xfff:x3}", NamespaceProperty = subject.NamespaceProperty ?? "default" },
            InvolvedObject = subject,
            Type = warning ? "Warning" : "Normal",
            Reason = reason,
            Message = message,
            Count = 1,
            FirstTimestamp = second,
            LastTimestamp = second,
            Source = new V1EventSource { Component = "kubelet", Host = nodeName },
            ReportingComponent = "kubelet",
            ReportingInstance = nodeName,
        });
    }

    private long _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(happened, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (ApiFaults.IsAny(fault))
            {
                Log.EventLost(logger, happened.Reason, happened.InvolvedObject.Name, fault.Message);
            }
        }
    }

    private async Task WriteAsync(Corev1Event happened, CancellationToken cancellationToken)
    {
        var key = (happened.InvolvedObject.Uid, happened.InvolvedObject.FieldPath, happened.Reason, happened.Message);
        if (_series.TryGetValue(key, out var first) && happened.LastTimestamp - first.LastTimestamp < SeriesPauseMax)
        {
            first.Count++;
            first.LastTimestamp = happened.LastTimestamp;
            var patch = new V1Patch(
                new Dictionary<string, object> { ["count"] = first.Count!, ["lastTimestamp"] = happened.LastTimestamp! },
                V1Patch.PatchType.MergePatch);
            try
            {
                await client.CoreV1.PatchNamespacedEventAsync(patch, first.Metadata.Name, first.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HttpOperationException fault) when (fault.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // Events expire; a new series begins.
            }
        }

        await client.CoreV1.CreateNamespacedEventAsync(happened, happened.Metadata.NamespaceProperty, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (_series.Count >= SeriesMax)
        {
            _series.Clear();
        }

        _series[key] = happened;
    }
}
