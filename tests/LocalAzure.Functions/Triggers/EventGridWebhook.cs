using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>Where Event Grid delivers: <c>/runtime/webhooks/EventGrid?functionName=F&amp;code=K</c>. The handler sees events, and nothing else of it.</summary>
/// <remarks>A client that no longer waits does not end the invocations that it caused.</remarks>
internal sealed class EventGridWebhook(FunctionApp app, ScaleGroup? group, TriggerCaller caller, TimeProvider time)
{
    /// <summary>The system key <c>eventgrid_extension</c>, drawn at each start.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public async Task ServeAsync(HttpContext context)
    {
        var status = await AnswerAsync(context);
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = status;
        }
    }

    private async Task<int> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Query["code"].ToString()), Encoding.UTF8.GetBytes(Key)))
        {
            return StatusCodes.Status401Unauthorized;
        }

        if (app.Find(request.Query["functionName"]) is not EventGridFunction function)
        {
            return StatusCodes.Status404NotFound;
        }

        if (HttpMethods.IsOptions(request.Method))
        {
            context.Response.Headers["WebHook-Allowed-Origin"] = request.Headers["WebHook-Request-Origin"];
            context.Response.Headers["WebHook-Allowed-Rate"] = "*";
            return StatusCodes.Status200OK;
        }

        return request.Headers["aeg-event-type"].ToString() switch
        {
            "Notification" => await DeliverAsync(function, await ReadAsync(context)),
            "SubscriptionValidation" => await ValidateAsync(context),
            "Unsubscribe" => StatusCodes.Status202Accepted,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    /// <summary>The events, or null: there are none.</summary>
    private static async Task<JsonArray?> ReadAsync(HttpContext context)
    {
        try
        {
            var events = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) switch
            {
                JsonArray array => array,
                JsonObject one => new JsonArray(one),
                _ => null,
            };
            return events?.Count > 0 && events.All(item => item is JsonObject) ? events : null;
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static async Task<int> ValidateAsync(HttpContext context)
    {
        var code = (await ReadAsync(context))?[0]?["data"] is JsonObject data && data["validationCode"] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : null;
        if (code is null)
        {
            return StatusCodes.Status400BadRequest;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(new JsonObject { ["validationResponse"] = code }.ToJsonString());
        return StatusCodes.Status200OK;
    }

    private async Task<int> DeliverAsync(EventGridFunction function, JsonArray? events)
    {
        if (events is null)
        {
            return StatusCodes.Status400BadRequest;
        }

        // The call with many has the array as a text in the JSON; calls with one go side by side.
        var payloads = function.Many
            ? [TriggerPayload.Of(function, function.Binding, events.ToJsonString(), time.GetUtcNow())]
            : events.Select(item => TriggerPayload.Of(function, function.Binding, item!.DeepClone(), time.GetUtcNow(), new JsonObject { ["data"] = item["data"]?.DeepClone() })).ToList();
        var outcomes = await Task.WhenAll(payloads.Select(payload => caller.CallAsync(group!.Begin(function), payload)));
        if (outcomes.Contains(TriggerOutcome.InstanceGone))
        {
            // Nobody is left to answer but the front end.
            return StatusCodes.Status502BadGateway;
        }

        return outcomes.All(outcome => outcome == TriggerOutcome.Success) ? StatusCodes.Status202Accepted : StatusCodes.Status500InternalServerError;
    }
}
