using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>Beats for as long as somebody listens, and says when the pods are to be listed.</summary>
internal sealed class Heartbeats(HeartbeatRow row, RowDoorbellOptions options, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly BeatPace _pace = new(options);
    private long? _takenAt;
    private long _blindSince;
    private TimeSpan _blindFor;
    private bool _isBlind;
    private volatile bool _stirred;

    /// <summary>Whether a beat was taken lately.</summary>
    public bool AreShown
    {
        get
        {
            lock (_lock)
            {
                return _takenAt is { } at && time.GetElapsedTime(at) <= options.ShownFor;
            }
        }
    }

    /// <summary>Something goes on at the node: the next waits are short.</summary>
    public void Stir() => _stirred = true;

    /// <param name="list">Called when the pods are to be listed: after the first beat, after each ring, and at times while the table is away; told whether somebody rang.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<bool> list, CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = await BeatAsync(list, isFirst, cancellationToken).ConfigureAwait(false);
            isFirst = false;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> BeatAsync(Action<bool> list, bool isFirst, CancellationToken cancellationToken)
    {
        BeatAnswer answer;
        try
        {
            answer = await row.BeatAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception fault)
        {
            // The loop's edge: a node that no longer shows that it lives would lose its pods.
            Log.BeatBroke(logger, fault);
            answer = new BeatAnswer.Failed(fault.GetType().Name);
        }

        if (answer is BeatAnswer.Failed failed)
        {
            return Missed(failed, list, isFirst);
        }

        Taken();
        if (answer is BeatAnswer.Rung || isFirst)
        {
            _stirred = true;
            list(!isFirst);
        }

        if (_stirred)
        {
            _stirred = false;
            _pace.Stir();
        }

        return _pace.AfterBeat();
    }

    private void Taken()
    {
        lock (_lock)
        {
            _takenAt = time.GetTimestamp();
        }

        if (_isBlind)
        {
            Log.TableBack(logger, options.Row);
        }

        // What was rung meanwhile is in the row still.
        _isBlind = false;
    }

    private TimeSpan Missed(BeatAnswer.Failed failed, Action<bool> list, bool isFirst)
    {
        if (!_isBlind)
        {
            Log.TableAway(logger, options.Row, failed.Message);
            (_isBlind, _blindSince, _blindFor) = (true, time.GetTimestamp(), options.BlindListMin);
        }

        if (isFirst)
        {
            list(false);
        }
        else if (time.GetElapsedTime(_blindSince) >= _blindFor)
        {
            list(false);
            _blindSince = time.GetTimestamp();
            _blindFor = _blindFor * 2 < options.BlindListMax ? _blindFor * 2 : options.BlindListMax;
        }

        return _pace.AfterFailure();
    }
}
