using System.Threading.Channels;
using CloudOrchestrator.Doorbells;

namespace CloudOrchestrator.Pods.Tests.Workers;

internal sealed class FakeDoorbell : IDoorbell
{
    private readonly Channel<PodNotice> _notices = Channel.CreateUnbounded<PodNotice>();

    public event Action? Answered
    {
        add
        {
        }

        remove
        {
        }
    }

    public event Action? PodsUnchanged
    {
        add
        {
        }

        remove
        {
        }
    }

    public TimeSpan RepeatEvery => TimeSpan.FromMinutes(5);

    public void Ring(PodNotice notice) => _notices.Writer.TryWrite(notice);

    public IAsyncEnumerable<PodNotice> ListenAsync(CancellationToken cancellationToken) => _notices.Reader.ReadAllAsync(cancellationToken);

    public Task<bool> BeatAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
