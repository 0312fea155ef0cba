using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Turns the client library's exceptions into faults.</summary>
internal static class DockerCalls
{
    public static async Task<RuntimeResult<T>> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception fault) when (AsFault(fault, cancellationToken) is { } known)
        {
            return known;
        }
    }

    public static Task<RuntimeResult<Nothing>> TryAsync(Func<Task> call, CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                await call().ConfigureAwait(false);
                return default(Nothing);
            },
            cancellationToken);

    /// <summary>Removing or stopping what is gone already has succeeded.</summary>
    public static RuntimeResult<Nothing> GoneIsDone(RuntimeResult<Nothing> result) =>
        result.Fault?.Kind == RuntimeFaultKind.NotFound ? default(Nothing) : result;

    /// <summary>The fault that an exception stands for; null if the exception is not the engine's.</summary>
    public static RuntimeFault? AsFault(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        DockerApiException { StatusCode: HttpStatusCode.NotFound } answer => new(RuntimeFaultKind.NotFound, Words(answer)),
        DockerApiException answer => new(RuntimeFaultKind.Refused, Words(answer)),
        PullException pull => new(RuntimeFaultKind.Refused, pull.Message),
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException
            => new(RuntimeFaultKind.Unreachable, $"cannot connect to the container engine: {Innermost(exception).Message}"),
        JsonException => new(RuntimeFaultKind.Unreachable, $"the container engine's answer cannot be read: {exception.Message}"),
        _ => null,
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    /// <summary>The engine's answer is <c>{"message":"…"}</c>.</summary>
    private static string Words(DockerApiException answer)
    {
        try
        {
            using var body = JsonDocument.Parse(answer.ResponseBody ?? "");
            if (body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("message", out var message))
            {
                return message.GetString()?.Trim() ?? answer.Message;
            }
        }
        catch (JsonException)
        {
            // Something between us and the engine answered; its words are all there is.
        }

        return string.IsNullOrWhiteSpace(answer.ResponseBody) ? $"the container engine answered {(int)answer.StatusCode}" : answer.ResponseBody.Trim();
    }
}
