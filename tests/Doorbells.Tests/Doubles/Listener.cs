using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Doubles;

/// <summary>Listens to a doorbell and keeps what it says.</summary>
public sealed class Listener : IAsyncDisposable
{
    /// <summary>Longest that anything is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<PodNotice> _heard = [];
    private readonly Task _listening;

    public Listener(IDoorbell doorbell) => _listening = Task.Run(() => ListenAsync(doorbell));

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _heard.Count;
            }
        }
    }

    public PodNotice First
    {
        get
        {
            lock (_lock)
            {
                return _heard[0];
            }
        }
    }

    /// <summary>Waits until something is so; it is asked again and again.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"never came: {what}");
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
    }

    public static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);

    /// <summary>Waits for a notice, from the one of this number on.</summary>
    public Task UntilAsync(Func<PodNotice, bool> holds, string what, int from = 0) => UntilAsync(
        () =>
        {
            Assert.False(_listening.IsFaulted, $"{what} never came: {_listening.Exception}");
            lock (_lock)
            {
                return _heard.Skip(from).Any(holds);
            }
        },
        what);

    /// <summary>Waits until a pod is known at a revision.</summary>
    public Task UntilKnownAsync(string pod, string revision, int from = 0) =>
        UntilAsync(notice => Pods(notice).Any(found => found == (pod, revision)), $"{pod} at {revision}", from);

    /// <summary>Waits until the notices come to these pods at these revisions and no others.</summary>
    public Task UntilPodsAreAsync(params (string Name, string Revision)[] pods) => UntilAsync(
        () =>
        {
            Assert.False(_listening.IsFaulted, $"the pods never came: {_listening.Exception}");
            return Known().SetEquals(pods);
        },
        $"the pods {string.Join(", ", pods)}, and no others");

    /// <summary>Stops listening; it must end by itself.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _listening.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private static IEnumerable<(string Name, string Revision)> Pods(PodNotice notice) => (notice switch
    {
        PodNotice.Listed listed => listed.Pods,
        PodNotice.Changed changed => [changed.Pod],
        _ => [],
    }).Select(pod => (pod.Metadata.Name, pod.Metadata.ResourceVersion));

    private HashSet<(string Name, string Revision)> Known()
    {
        var known = new Dictionary<string, string>();
        lock (_lock)
        {
            foreach (var notice in _heard)
            {
                if (notice is PodNotice.Listed)
                {
                    known.Clear();
                }

                if (notice is PodNotice.Removed removed)
                {
                    known.Remove(removed.Pod.Metadata.Name);
                }

                foreach (var (name, revision) in Pods(notice))
                {
                    known[name] = revision;
                }
            }
        }

        return [.. known.Select(pair => (pair.Key, pair.Value))];
    }

    private async Task ListenAsync(IDoorbell doorbell)
    {
        await foreach (var notice in doorbell.ListenAsync(_end.Token))
        {
            lock (_lock)
            {
                _heard.Add(notice);
            }
        }
    }
}
