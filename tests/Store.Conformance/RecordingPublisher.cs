using System.Collections.Concurrent;
using CloudOrchestrator.Store.Notices;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>Keeps the notices that it is given.</summary>
public sealed class RecordingPublisher(Func<string, bool>? wants = null, Func<string, bool>? concerns = null) : INoticePublisher
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

    /// <summary>The commits that it was told of at once.</summary>
    public ConcurrentQueue<CommitNotice> Told { get; } = [];

    public CollectionDefinition? Definition(string collection) => wants?.Invoke(collection) ?? true ? new CollectionDefinition(collection, []) : null;

    /// <summary>Every change concerns one recipient, by the object's key, unless it concerns nobody.</summary>
    public IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes) =>
        [.. changes.Select(change => change.Key).Where(key => concerns?.Invoke(key) ?? true).Distinct()];

    public void Committed(CommitNotice notice) => Told.Enqueue(notice);

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
