using System.Runtime.CompilerServices;
using System.Threading.Channels;
using k8s;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>
/// The doorbell that is a table row: one small request every few seconds shows that the node lives and asks whether anybody rang.
/// The API, which may sleep, is asked for the pods only then, and once an hour; no request to it is held open.
/// </summary>
internal sealed class RowDoorbell : IDoorbell, IDisposable
{
    /// <summary>Share of a wait that jitter may take away.</summary>
    private const double ListJitter = 0.1;

    /// <summary>Share of a wait after a failure that jitter may take away.</summary>
    private const double RetryJitter = 0.25;

    private readonly RowDoorbellOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly PodList _pods;
    private readonly Heartbeats _heartbeats;
    private bool _isRung;

    public RowDoorbell(IKubernetes client, HttpMessageHandler handler, RowDoorbellOptions options, TimeProvider time, ILogger<RowDoorbell> logger)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _pods = new PodList(client, options.NodeName, logger);
        _heartbeats = new Heartbeats(new HeartbeatRow(_http, options, time), options, time, logger);
    }

    public event Action? Answered;

    public event Action? PodsUnchanged;

    public TimeSpan RepeatEvery => _options.ListEvery;

    public void Dispose() => _http.Dispose();

    /// <summary>The beats are sent by whoever listens: this asks for no more of them.</summary>
    public Task<bool> BeatAsync(CancellationToken cancellationToken) => Task.FromResult(_heartbeats.AreShown);

    public async IAsyncEnumerable<PodNotice> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Beats wait neither for the API nor for whoever takes the notices: a node that is slow is not dead.
        void Want(bool rung)
        {
            if (rung)
            {
                Volatile.Write(ref _isRung, true);
            }

            wanted.Writer.TryWrite(true);
        }

        var beats = Task.Run(() => _heartbeats.RunAsync(Want, ending.Token), CancellationToken.None);
        try
        {
            var failures = 0;
            var wait = Timeout.InfiniteTimeSpan;
            while (await IsWantedAsync(wanted, wait, failures > 0, cancellationToken).ConfigureAwait(false))
            {
                var rang = Interlocked.Exchange(ref _isRung, false);
                if (await _pods.AskAsync(cancellationToken).ConfigureAwait(false) is not { } pods)
                {
                    if (rang)
                    {
                        Volatile.Write(ref _isRung, true);
                    }

                    wait = Jittered(Waits.Doubled(_options.RetryMin, _options.RetryMax, failures++), RetryJitter);
                    continue;
                }

                failures = 0;
                wait = Jittered(_options.ListEvery, ListJitter);
                if (_pods.IsChanged)
                {
                    _heartbeats.Stir();
                }

                Answered?.Invoke();
                if (rang && !_pods.IsChanged)
                {
                    PodsUnchanged?.Invoke();
                }

                yield return new PodNotice.Listed(pods);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await beats.ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the pods are to be listed. After a failure they are once the wait is over, and no ring makes that sooner. False when it is all over.</summary>
    private async Task<bool> IsWantedAsync(Channel<bool> wanted, TimeSpan wait, bool afterFailure, CancellationToken cancellationToken)
    {
        try
        {
            if (afterFailure)
            {
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
                wanted.Reader.TryRead(out _);
                return true;
            }

            using var timer = _time.CreateTimer(_ => wanted.Writer.TryWrite(true), null, wait, Timeout.InfiniteTimeSpan);
            await wanted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private TimeSpan Jittered(TimeSpan wait, double share) => wait * (1 - (share * _options.Random.NextDouble()));
}
