using Azure.Core;
using Azure.Core.Pipeline;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Sends again what failed in a way that may pass. It takes the SDK's own policy's place, and waits by the clock it is given.</summary>
internal sealed class ResendPolicy(int resendsMax, TimeProvider time) : HttpPipelinePolicy
{
    /// <summary>Nothing is sent again later than this after the first time: whoever waits is to hear of it.</summary>
    private static readonly TimeSpan ResendWithin = TimeSpan.FromSeconds(10);

    /// <summary>Pause before the first resend; each further one is twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The store sends asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var started = time.GetTimestamp();
        var pause = FirstPause;
        for (var resends = 0; ; resends++, pause *= 2)
        {
            bool IsLast() => resends == resendsMax || time.GetElapsedTime(started) > ResendWithin;
            try
            {
                await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
                if (IsLast() || !message.ResponseClassifier.IsRetriableResponse(message))
                {
                    return;
                }

                message.Response.Dispose();
            }
            catch (Exception fault) when (!IsLast() && !message.CancellationToken.IsCancellationRequested && MayPass(message, fault))
            {
            }

            await Task.Delay(pause, time, message.CancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayPass(HttpMessage message, Exception fault) =>
        message.ResponseClassifier.IsRetriable(message, fault) || fault is OperationCanceledException;
}
