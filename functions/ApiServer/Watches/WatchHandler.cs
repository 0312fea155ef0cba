using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Watches;

/// <summary>Opens a watch.</summary>
internal sealed class WatchHandler(IResourceClient resources, ApiServerOptions server, IHostApplicationLifetime lifetime, TimeProvider time) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (ListOptions.Read(request, isWatch: true, out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var duration = options.Timeout is { } wanted && wanted < server.WatchDurationMax ? wanted : server.WatchDurationMax;
        var bound = new WatchBound(request.Aborted, lifetime.ApplicationStopping, duration, server.WatchSilenceMax, time);
        if (duration == TimeSpan.Zero)
        {
            return new WatchAnswer(request, options, Nothing(), bound);
        }

        ResourceWatchOutcome outcome;
        try
        {
            outcome = await resources.WatchAsync(request.Kind, options.ToWatchQuery(request.NamespaceOrAll), bound.Ended);
        }
        catch (OperationCanceledException) when (bound.Ended.IsCancellationRequested)
        {
            bound.Dispose();
            return WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.Unknown("the watch could not be opened before it had to end")));
        }
        catch
        {
            bound.Dispose();
            throw;
        }

        switch (outcome)
        {
            case ResourceWatchOutcome.Watching(var batches):
                return new WatchAnswer(request, options, batches, bound);

            // A version that is gone is told within the stream, where informers look for it.
            case ResourceWatchOutcome.Refused { Refusal: Refusal.Expired expired }:
                return new WatchAnswer(request, options, Failed(expired), bound);
            case ResourceWatchOutcome.Refused(var refusal):
                bound.Dispose();
                return WriteAnswers.Refused(request, RefusalStatus.Of(refusal));
            default:
                throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}.");
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<WatchItem>> Nothing()
    {
        await Task.CompletedTask;
        yield break;
    }

    private static async IAsyncEnumerable<IReadOnlyList<WatchItem>> Failed(Refusal refusal)
    {
        await Task.CompletedTask;
        yield return [new WatchItem.Failed(refusal)];
    }
}
