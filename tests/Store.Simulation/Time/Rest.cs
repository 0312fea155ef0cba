using System.Runtime.CompilerServices;

namespace CloudOrchestrator.Store.Simulation.Time;

/// <summary>Awaited, it goes on behind all work that is queued now. With one thread in the pool, no work queued means that all wait for the clock.</summary>
internal readonly struct Rest : INotifyCompletion
{
    public bool IsCompleted => false;

    public static bool IsReached => ThreadPool.PendingWorkItemCount == 0;

    public Rest GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
}
