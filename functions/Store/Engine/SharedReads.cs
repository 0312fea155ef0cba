namespace CloudOrchestrator.Store.Engine;

/// <summary>Shares what proves a copy current between requests: each relies only on a query, or a commit of this instance, that was sent after
/// the request arrived.</summary>
internal sealed class SharedReads(Func<Task> query, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private TaskCompletionSource? _next;
    private bool _isRunning;
    private long? _provenAt;

    /// <summary>Time since the sending of what last proved the copy current; endless where nothing has yet.</summary>
    public TimeSpan SinceProof
    {
        get
        {
            lock (_lock)
            {
                return _provenAt is { } at ? time.GetElapsedTime(at) : TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>Ends when a query or commit that was sent after this call has been answered.</summary>
    public Task ReadAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource[] first;
        lock (_lock)
        {
            if (_isRunning)
            {
                if (_next is null)
                {
                    _waiting.Add(_next = NewSource());
                }

                return _next.Task.WaitAsync(cancellationToken);
            }

            _isRunning = true;
            first = [NewSource()];
        }

        _ = RunAsync(first);
        return first[0].Task.WaitAsync(cancellationToken);
    }

    /// <summary>To be called before a commit is sent. Should it land, <see cref="Landed"/> takes what this answers.</summary>
    public SentCommit Sending()
    {
        lock (_lock)
        {
            // Reads that come from now on are not served by it.
            _next = null;
            return new SentCommit(time.GetTimestamp(), [.. _waiting]);
        }
    }

    /// <summary>The commit landed and is applied: its head was the newest then, so the reads that waited before it was sent need no query.</summary>
    public void Landed(SentCommit commit)
    {
        lock (_lock)
        {
            ProvedNeedsLock(commit.SentAt);
            _waiting.RemoveAll(commit.Reads.Contains);
        }

        foreach (var read in commit.Reads)
        {
            read.TrySetResult();
        }
    }

    /// <summary>Sends a query for these reads, then one for those that came meanwhile, and so on.</summary>
    private async Task RunAsync(TaskCompletionSource[] reads)
    {
        while (reads.Length > 0)
        {
            var sentAt = time.GetTimestamp();
            try
            {
                await query().ConfigureAwait(false);
                lock (_lock)
                {
                    ProvedNeedsLock(sentAt);
                }

                Array.ForEach(reads, read => read.TrySetResult());
            }
            catch (Exception fault)
            {
                Array.ForEach(reads, read => read.TrySetException(fault));
            }

            lock (_lock)
            {
                reads = [.. _waiting];
                _waiting.Clear();
                _next = null;
                _isRunning = reads.Length > 0;
            }
        }
    }

    private void ProvedNeedsLock(long sentAt) => _provenAt = Math.Max(_provenAt ?? sentAt, sentAt);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A commit on its way, and the reads that arrived before it was sent.</summary>
    internal readonly record struct SentCommit(long SentAt, TaskCompletionSource[] Reads);
}
