using System.Collections.Concurrent;
using CloudOrchestrator.Doorbells;

namespace CloudOrchestrator.Agent.Tests.Nodes;

/// <summary>A doorbell that nobody rings, and that says what the test wants of its beats.</summary>
internal sealed class FakeDoorbell(TimeProvider time) : IDoorbell
{
    public event Action? Answered;

    public event Action? PodsUnchanged;

    public TimeSpan RepeatEvery => TimeSpan.FromHours(1);

    public volatile bool IsShown = true;

    /// <summary>When it was asked to show that the node lives.</summary>
    public ConcurrentQueue<DateTimeOffset> Beats { get; } = [];

    public void Answer() => Answered?.Invoke();

    public void RingForNothing() => PodsUnchanged?.Invoke();

    public IAsyncEnumerable<PodNotice> ListenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> BeatAsync(CancellationToken cancellationToken)
    {
        Beats.Enqueue(time.GetUtcNow());
        return Task.FromResult(IsShown);
    }
}
