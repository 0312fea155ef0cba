using System.Collections.Concurrent;
using CloudOrchestrator.Pods.Events;
using k8s.Models;

namespace CloudOrchestrator.Pods.Tests.Workers;

internal sealed class RecordedEvents : IEventRecorder
{
    public ConcurrentQueue<(string Reason, string Message)> All { get; } = new();

    public void Record(V1ObjectReference subject, bool warning, string reason, string message) => All.Enqueue((reason, message));
}
