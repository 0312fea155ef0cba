using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Looks for other writers' commits while somebody watches: often while there are changes, seldom at rest, and not at all while reads
/// and own commits show that there are none.</summary>
internal sealed class WatchPoll(string collection, IReplicaSource source, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    /// <summary>Time between two queries of a collection that is active.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);

    /// <summary>Time between two queries of a collection at rest.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>A shorter pause would be none: timers count whole milliseconds.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(1);

    /// <summary>The pause is this share of the time since the last change.</summary>
    private const double RestShare = 0.1;

    private readonly Lock _lock = new();
    private long _revision = -1;
    private long _movedAt;
    private int _watchers;
    private bool _isRunning;

    /// <summary>One more watches.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _watchers++;
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = RunAsync();
    }

    /// <summary>One watches no more.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _watchers--;
        }
    }

    private async Task RunAsync()
    {
        while (GoesOn())
        {
            try
            {
                var pause = PauseAfter(await RestAsync().ConfigureAwait(false)) - source.SinceProof;
                if (pause >= ClockStep)
                {
                    await Task.Delay(pause, time, stopping).ConfigureAwait(false);
                }
                else
                {
                    await source.RefreshAsync(stopping).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception fault)
            {
                Log.PollFailed(logger, collection, fault);
                await Task.Delay(PauseMax, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Time since the collection was first seen at its revision, watched or not.</summary>
    private async ValueTask<TimeSpan> RestAsync()
    {
        var now = (await source.OpenAsync(stopping).ConfigureAwait(false)).State.Head.Revision;
        (_revision, _movedAt) = now == _revision ? (_revision, _movedAt) : (now, time.GetTimestamp());
        return time.GetElapsedTime(_movedAt);
    }

    private static TimeSpan PauseAfter(TimeSpan rest)
    {
        var pause = rest * RestShare;
        return pause < PauseMin ? PauseMin : pause > PauseMax ? PauseMax : pause;
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            return _isRunning = _watchers > 0 && !stopping.IsCancellationRequested;
        }
    }
}
