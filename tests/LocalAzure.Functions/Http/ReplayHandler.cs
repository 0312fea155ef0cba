namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>
/// Sends a call again when its connection to the handler broke before an answer came, with the same invocation id: the handler may see it
/// twice. A call with a body is not sent again, and neither is one that was cut: out of time, silent for long, or on an instance that is gone.
/// </summary>
internal sealed class ReplayHandler(int attemptsMax, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(ProxiedCall.Key, out var call);
        if (request.Content is { } content)
        {
            request.Content = new PromptContent(content);
        }

        var pause = PauseMin;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (call!.MayReplay && attempt < attemptsMax && IsBroken(exception))
            {
                cancellationToken.ThrowIfCancellationRequested();
                call.Invocation.Instance.Log.Write("host", $"{call.Invocation.Id} broke at attempt {attempt}: {exception.HttpRequestError}.");
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            request.RequestUri = new UriBuilder(request.RequestUri!) { Port = call.Invocation.Instance.Handler.Port }.Uri;
        }
    }

    private static bool IsBroken(HttpRequestException exception) => exception.HttpRequestError is not
        (HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError);
}
