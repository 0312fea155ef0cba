using CloudOrchestrator.Store.Notices;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>Keeps the notices that it is given.</summary>
public sealed class RecordingPublisher(Func<string, bool>? wants = null) : INoticePublisher
{
    private readonly Lock _lock = new();
    private readonly List<CommitNotice> _notices = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it fails, so that nothing is published.</summary>
    public bool Fails { get; set; }

    /// <summary>Awaited before each publication, to hold it up.</summary>
    public Func<Task>? Before { get; set; }

    public IReadOnlyList<CommitNotice> Notices
    {
        get
        {
            lock (_lock)
            {
                return [.. _notices];
            }
        }
    }

    /// <summary>Every revision that some notice speaks of, as often as one does.</summary>
    public IReadOnlyList<long> Revisions =>
        [.. Notices.SelectMany(notice => Enumerable.Range(0, (int)(notice.LastRevision - notice.FirstRevision + 1)).Select(offset => notice.FirstRevision + offset)).Order()];

    public bool Wants(string collection) => wants?.Invoke(collection) ?? true;

    public async Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken)
    {
        Assert.NotEmpty(notices);
        await (Before?.Invoke() ?? Task.CompletedTask);
        if (Fails)
        {
            throw new InvalidOperationException("nothing is published today");
        }

        lock (_lock)
        {
            _notices.AddRange(notices);
            _moved.SetResult();
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends once the notices speak of a revision.</summary>
    public async Task ReachedAsync(long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_notices.Any(notice => notice.LastRevision >= revision))
                {
                    return;
                }

                moved = _moved.Task;
            }

            await moved.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        }
    }
}
