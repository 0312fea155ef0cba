using System.Threading.Channels;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.ApiServer.Watches;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>Waits until all that was applied is ready or has failed, and tells of it as it comes.</summary>
internal sealed class ReadinessWait(IResourceClient resources, Report report, WatchBound bound, TimeSpan wait, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Most states that are kept for whoever reports them; a watch waits for room.</summary>
    private const int NewsMax = 256;

    private readonly Dictionary<(ResourceKind Kind, ObjectName Name), (ApplyResult Result, string What)> _pending = [];

    /// <summary>Waits.</summary>
    public async Task RunAsync()
    {
        foreach (var result in report.Results.Where(result => result is { IsFailed: false, Effect: not ApplyEffect.Pruned, Type: not null }).ToList())
        {
            if (ReadinessRules.Know(result.Type!))
            {
                _pending[(result.Type!, result.Name)] = (result, "its state to be known");
            }
            else
            {
                await report.ReadyAsync(result, isTold: false);
            }
        }

        var news = Channel.CreateBounded<ReadinessNews>(NewsMax);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(bound.Ended);
        var watches = _pending.Keys.GroupBy(key => (key.Kind, Place: key.Kind.Namespaced ? key.Name.Namespace : null))
            .Select(group => new ReadinessWatch(resources, group.Key.Kind, group.Key.Place, group.Select(key => key.Name).ToHashSet(), time).RunAsync(news.Writer, ended.Token))
            .ToList();
        try
        {
            await TakeAllAsync(news.Reader, ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(watches);
        }

        foreach (var (result, what) in _pending.Values)
        {
            await report.NotReadyAsync(result, stopping.IsCancellationRequested
                ? $"the server stops before it is ready; apply again to wait on: {what}"
                : $"not ready after {GoDuration.Format(wait)}: {what}");
        }
    }

    private async Task TakeAllAsync(ChannelReader<ReadinessNews> news, CancellationToken cancellationToken)
    {
        var next = news.WaitToReadAsync(cancellationToken).AsTask();
        while (_pending.Count > 0)
        {
            switch (await bound.WaitAsync(next))
            {
                case null:
                    await report.StillWaitingAsync(_pending.Values);
                    break;
                case false:
                    return;
                default:
                    while (_pending.Count > 0 && news.TryRead(out var one))
                    {
                        await TakeAsync(one);
                    }

                    next = news.WaitToReadAsync(cancellationToken).AsTask();
                    break;
            }
        }
    }

    private async ValueTask TakeAsync(ReadinessNews news)
    {
        var key = (news.Kind, news.Name);
        if (!_pending.TryGetValue(key, out var pending))
        {
            return;
        }

        var state = news.Object is null ? new ReadinessState.Failed("it was deleted") : ReadinessRules.Of(news.Kind, news.Object.Parse());
        switch (state)
        {
            case ReadinessState.Waiting(var what) when what != pending.What:
                _pending[key] = (pending.Result, what);
                await report.WaitingAsync(pending.Result, what);
                break;
            case ReadinessState.Waiting:
                break;
            case ReadinessState.Ready:
                _pending.Remove(key);
                await report.ReadyAsync(pending.Result, isTold: true);
                break;
            case ReadinessState.Failed(var why):
                _pending.Remove(key);
                await report.NotReadyAsync(pending.Result, why);
                break;
            default:
                throw new NotSupportedException($"Nothing is known of {state.GetType().Name}.");
        }
    }
}
