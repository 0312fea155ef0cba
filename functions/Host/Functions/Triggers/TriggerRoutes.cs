using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>The calls by which the Functions host hands over what is not HTTP: <c>POST /{function}</c>.</summary>
/// <param name="handlers">What the triggers do; made at the first call.</param>
/// <param name="preparation">Makes the store usable.</param>
/// <param name="meter">Counts.</param>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="logger">Says what failed.</param>
/// <param name="export">Sends the measurements; null for nowhere.</param>
internal sealed class TriggerRoutes(
    Func<ITriggerHandlers> handlers, Preparation preparation, FunctionsMeter meter, TimeProvider time, ILogger<TriggerRoutes> logger, InsightsExport? export = null)
{
    private static readonly FrozenDictionary<string, TriggerFunction> Functions =
        TriggerFunction.All.ToFrozenDictionary(function => $"/{function.Name}", StringComparer.Ordinal);

    /// <summary>The function that a request is a call of. Null for any other request: what comes from outside under such a path is a path like any other.</summary>
    public static TriggerFunction? Find(HttpRequest request) =>
        Functions.TryGetValue(request.Path.Value ?? "", out var function) && HttpMethods.IsPost(request.Method) && IsJson(request) && !OutsideCalls.Is(request)
            ? function
            : null;

    /// <summary>Answers a call. Whatever happens, there is an answer with a body: without one the platform would wait for ever.</summary>
    public async Task HandleAsync(TriggerFunction function, HttpContext http)
    {
        using var deadline = new CancellationTokenSource(function.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        var outcome = await OutcomeAsync(function, http.Request, deadline.Token, either.Token).ConfigureAwait(false);
        await CountAsync(function, outcome).ConfigureAwait(false);
        if (outcome is TriggerOutcome.Failed failed)
        {
            Log.TriggerFailed(logger, function.Name, failed.Reason);
        }

        await TriggerAnswer.WriteAsync(http.Response, function, outcome).ConfigureAwait(false);
    }

    /// <summary>A tick is mostly all that its process does; it is frozen or gone before the next minute.</summary>
    private async Task CountAsync(TriggerFunction function, TriggerOutcome outcome)
    {
        var sends = function.IsTick ? export : null;
        if (sends is not null)
        {
            await sends.ReadyAsync().ConfigureAwait(false);
        }

        meter.Invoked(function.Name, outcome is TriggerOutcome.Done);
        if (sends is not null)
        {
            await sends.FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task<TriggerOutcome> OutcomeAsync(TriggerFunction function, HttpRequest request, CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            // What does not listen is left behind: the answer comes in time.
            return await RunAsync(function, request, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TriggerOutcome.Failed(deadline.IsCancellationRequested ? $"not done within {function.Deadline.TotalSeconds} s." : "the host has hung up.");
        }
        catch (Exception fault) when (fault is StoreException or BadHttpRequestException or IOException)
        {
            return new TriggerOutcome.Failed(fault.Message);
        }
        catch (Exception fault)
        {
            // The loop's edge: no call may end the process.
            Log.TriggerBroken(logger, function.Name, fault);
            return new TriggerOutcome.Failed($"unforeseen {fault.GetType().Name}; the log has it.");
        }
    }

    private async Task<TriggerOutcome> RunAsync(TriggerFunction function, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await TriggerBody.ReadAsync(request, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            return new TriggerOutcome.Failed($"the call's body has more than {TriggerBody.BytesMax} bytes.");
        }

        JsonElement value;
        try
        {
            using var envelope = JsonDocument.Parse(body);
            value = Payload.Of(envelope.RootElement, function.Binding) is { ValueKind: not JsonValueKind.Undefined } found ? found.Clone() : default;
        }
        catch (JsonException)
        {
            return new TriggerOutcome.Failed("the call's body is not JSON.");
        }

        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return new TriggerOutcome.Failed($"the call has no Data.{function.Binding}.");
        }

        await preparation.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await function.Handle(handlers(), value, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase);
}
