using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Counting;
using CloudOrchestrator.LocalAzure.Functions.Http;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Processes;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>Calls a handler for a trigger: <c>POST /{function}</c>, never sent again by itself.</summary>
internal sealed class TriggerCaller(InvocationCounts counts) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Takes the invocation to its end, and disposes it.</summary>
    public async Task<TriggerOutcome> CallAsync(Invocation invocation, JsonObject payload)
    {
        using (invocation)
        {
            try
            {
                await invocation.BeginAsync(CancellationToken.None);
                var answer = await SendAsync(invocation, payload);
                if (answer.Hangs)
                {
                    Note(invocation, "succeeded with an empty body, and so never completes");
                    await Task.Delay(Timeout.InfiniteTimeSpan, invocation.Cut);
                }

                if (answer.Fault is null)
                {
                    invocation.Succeed();
                    counts.Said(new TriggerLog(invocation.Function.Name, invocation.Instance.Name, answer.Logs));
                    return TriggerOutcome.Success;
                }

                Note(invocation, $"failed: {answer.Fault}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or HandlerFailedException)
            {
                Note(invocation, $"failed: {exception.Message}");
            }

            return invocation.Reason == CutReason.InstanceGone ? TriggerOutcome.InstanceGone : TriggerOutcome.Failure;
        }
    }

    public void Dispose() => _client.Dispose();

    private static void Note(Invocation invocation, string what) => invocation.Instance.Log.Write("host", $"{invocation.Function.Name} {invocation.Id} {what}.");

    private async Task<TriggerAnswer> SendAsync(Invocation invocation, JsonObject payload)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{invocation.Instance.Handler.Port}/{invocation.Function.Name}");
        request.Content = content;
        request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", HostVersion.Number);
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", invocation.Id.ToString());
        request.Headers.TryAddWithoutValidation("User-Agent", $"Azure-Functions-Host/{HostVersion.Number}");
        using var answer = await _client.SendAsync(request, invocation.Cut);
        var body = await answer.Content.ReadAsByteArrayAsync(invocation.Cut);
        return TriggerAnswer.Read((int)answer.StatusCode, answer.Content.Headers.ContentType, body);
    }
}
