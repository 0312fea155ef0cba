namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>Asks a handler whether it listens, as the host does: <c>GET /</c> without further headers; any answer will do.</summary>
internal static class ListeningProbe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static async Task WaitAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        while (!await ListensAsync(client, port, cancellationToken))
        {
            // Real time: it paces work with a real process.
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<bool> ListensAsync(HttpMessageInvoker client, int port, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            return true;
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError != HttpRequestError.ConnectionError;
        }
    }
}
