using k8s.Models;

namespace CloudOrchestrator.Pods.Events;

/// <summary>Tells users what happens to their objects.</summary>
public interface IEventRecorder
{
    /// <summary>Records an event; never waits and never fails.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="warning">Something is wrong.</param>
    /// <param name="reason">A word for it.</param>
    /// <param name="message">A sentence.</param>
    void Record(V1ObjectReference subject, bool warning, string reason, string message);
}
