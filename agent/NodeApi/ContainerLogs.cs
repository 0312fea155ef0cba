using System.Globalization;
using CloudOrchestrator.Runtimes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.NodeApi;

/// <summary>Answers with a container's logs.</summary>
internal sealed class ContainerLogs(IContainerRuntime runtime, TimeProvider time)
{
    public async Task WriteAsync(HttpContext http, string podNamespace, string pod, string container)
    {
        var all = await runtime.ObserveAllAsync(http.RequestAborted).ConfigureAwait(false);
        if (all.Fault is { } fault)
        {
            await FailAsync(http, StatusCodes.Status503ServiceUnavailable, fault.Message).ConfigureAwait(false);
            return;
        }

        var attempts = all.Value.Values.SelectMany(observed => observed.Containers)
            .Where(state => state.Pod.Namespace == podNamespace && state.Pod.Name == pod && state.Name == container)
            .OrderByDescending(state => state.CreatedAt).ThenByDescending(state => state.Attempt).ToList();
        var isPrevious = IsSet(http, "previous");
        if (attempts.Skip(isPrevious ? 1 : 0).FirstOrDefault() is not { } wanted)
        {
            var message = isPrevious
                ? $"previous terminated container \"{container}\" in pod \"{pod}\" not found"
                : $"container \"{container}\" in pod \"{pod}\" is waiting to start: ContainerCreating";
            await FailAsync(http, StatusCodes.Status400BadRequest, message).ConfigureAwait(false);
            return;
        }

        if (!TryQuery(http, out var query, out var limit, out var problem))
        {
            await FailAsync(http, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "text/plain";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await http.Response.StartAsync(http.RequestAborted).ConfigureAwait(false);
        await using var output = new BoundedStream(http.Response.Body, limit);
        await runtime.CopyLogsAsync(wanted.Id, query, output, http.RequestAborted).ConfigureAwait(false);
    }

    private bool TryQuery(HttpContext http, out LogQuery query, out long limit, out string problem)
    {
        query = new LogQuery(false, null, null, false);
        problem = "";
        if (!TryNumber(http, "tailLines", out var tail, ref problem) | !TryNumber(http, "sinceSeconds", out var seconds, ref problem) | !TryNumber(http, "limitBytes", out var bytes, ref problem))
        {
            limit = 0;
            return false;
        }

        var since = seconds is { } ago ? time.GetUtcNow() - TimeSpan.FromSeconds(ago)
            : DateTimeOffset.TryParse(http.Request.Query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : (DateTimeOffset?)null;
        limit = bytes ?? long.MaxValue;
        query = new LogQuery(IsSet(http, "follow"), tail, since, IsSet(http, "timestamps"));
        return true;
    }

    private static bool TryNumber(HttpContext http, string name, out long? number, ref string problem)
    {
        number = null;
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            problem = $"{name}: Invalid value: \"{text}\": must be a whole number of 0 or more";
            return false;
        }

        number = value;
        return true;
    }

    private static bool IsSet(HttpContext http, string name) => http.Request.Query[name].ToString() is "true" or "1";

    private static async Task FailAsync(HttpContext http, int code, string message)
    {
        http.Response.StatusCode = code;
        await http.Response.WriteAsync(message, http.RequestAborted).ConfigureAwait(false);
    }
}
