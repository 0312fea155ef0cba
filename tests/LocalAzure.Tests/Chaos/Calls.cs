using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Calls to an app whose instances may go while they answer.</summary>
internal static class Calls
{
    /// <summary>What a client meets whose instance is gone: a line that breaks, or an HTTP/2 stream that is cancelled, which it hears of as its own call's end.</summary>
    public static bool IsBroken(Exception fault) => fault is HttpRequestException or IOException || (fault is OperationCanceledException && !Within.Test.IsCancellationRequested);

    /// <summary>Null where there was no answer: it may have been carried out or not.</summary>
    public static async Task<(int Status, string Body)?> TryAsync(Func<CancellationToken, Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send(Within.Test).Comes("an answer");
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Within.Test));
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            return null;
        }
    }

    /// <inheritdoc cref="TryAsync(Func{CancellationToken, Task{HttpResponseMessage}})"/>
    public static Task<(int Status, string Body)?> TryGetAsync(this HttpClient client, string path) => TryAsync(end => client.GetAsync(new Uri(path, UriKind.Relative), end));

    /// <inheritdoc cref="TryAsync(Func{CancellationToken, Task{HttpResponseMessage}})"/>
    public static Task<(int Status, string Body)?> TryDeleteAsync(this HttpClient client, string path) => TryAsync(end => client.DeleteAsync(new Uri(path, UriKind.Relative), end));
}
