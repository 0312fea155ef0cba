using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>The one place where refusals become Kubernetes Status objects.</summary>
internal static class StatusAnswer
{
    public static JsonObject Of(Refusal refusal) => refusal switch
    {
        Refusal.NotFound one => Failure(404, "NotFound", $"{one.QualifiedResource} \"{one.Name}\" not found", Details(one.Name, one.QualifiedResource)),
        Refusal.AlreadyExists one => Failure(409, "AlreadyExists", $"{one.QualifiedResource} \"{one.Name}\" already exists", Details(one.Name, one.QualifiedResource)),
        Refusal.Conflict one => Failure(409, "Conflict", $"Operation cannot be fulfilled on {one.QualifiedResource} \"{one.Name}\": {one.Message}", Details(one.Name, one.QualifiedResource)),
        Refusal.Invalid one => Invalid(one),
        Refusal.BadRequest one => Failure(400, "BadRequest", one.Message),
        Refusal.Forbidden one => Forbidden(one),
        Refusal.MethodNotAllowed one => Failure(405, "MethodNotAllowed", $"{one.Verb} is not supported on resources of kind \"{one.QualifiedResource}\"", Details("", one.QualifiedResource)),
        Refusal.Expired one => Expired(one),
        Refusal.TooLarge one => Failure(413, "RequestEntityTooLarge", $"Request entity too large: limit is {one.BytesMax}"),
        Refusal.RevisionTooLarge one => RevisionTooLarge(one),
        Refusal.Unavailable one => Failure(503, "ServiceUnavailable", one.Message),
        Refusal.Unknown one => Failure(504, "Timeout", $"Timeout: {one.Message}"),
        _ => Failure(500, "InternalError", "Internal error occurred"),
    };

    /// <summary>A path that leads nowhere.</summary>
    public static JsonObject NoSuchPath { get; } = Failure(404, "NotFound", "the server could not find the requested resource", new JsonObject());

    public static JsonObject Failure(int code, string reason, string message, JsonObject? details = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
        };
        if (details is not null)
        {
            status["details"] = details;
        }

        status["code"] = code;
        return status;
    }

    public static async Task WriteAsync(HttpContext http, JsonObject status)
    {
        http.Response.StatusCode = (int)(status.Integer("code") ?? 500);
        await JsonAnswer.WriteAsync(http, status).ConfigureAwait(false);
    }

    public static Task WriteAsync(HttpContext http, Refusal refusal) => WriteAsync(http, Of(refusal));

    private static JsonObject Invalid(Refusal.Invalid one)
    {
        var causes = new JsonArray([.. one.Errors.Select(error => (JsonNode)new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Field })]);
        var listed = one.Errors.Select(error => $"{error.Field}: {error.Message}").ToList();
        var message = $"{(one.Group.Length == 0 ? one.Kind : $"{one.Kind}.{one.Group}")} \"{one.Name}\" is invalid: {(listed.Count == 1 ? listed[0] : $"[{string.Join(", ", listed)}]")}";
        var details = new JsonObject { ["name"] = one.Name };
        if (one.Group.Length > 0)
        {
            details["group"] = one.Group;
        }

        details["kind"] = one.Kind;
        details["causes"] = causes;
        return Failure(422, "Invalid", message, details);
    }

    private static JsonObject Forbidden(Refusal.Forbidden one)
    {
        var details = Details(one.Name, one.QualifiedResource);
        if (one.Cause is not null)
        {
            details["causes"] = new JsonArray(new JsonObject { ["reason"] = one.Cause, ["message"] = one.Message, ["field"] = "metadata.namespace" });
        }

        return Failure(403, "Forbidden", $"{one.QualifiedResource} \"{one.Name}\" is forbidden: {one.Message}", details);
    }

    private static JsonObject Expired(Refusal.Expired one)
    {
        var status = Failure(410, "Expired", one.Message);
        if (one.Continue is not null)
        {
            status["metadata"] = new JsonObject { ["continue"] = one.Continue };
        }

        return status;
    }

    private static JsonObject RevisionTooLarge(Refusal.RevisionTooLarge one)
    {
        var message = $"Too large resource version: {one.Asked}, current: {one.Current}";
        return Failure(504, "Timeout", message, new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        });
    }

    private static JsonObject Details(string name, string qualifiedResource)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        var dot = qualifiedResource.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            details["group"] = qualifiedResource[(dot + 1)..];
        }

        details["kind"] = dot < 0 ? qualifiedResource : qualifiedResource[..dot];
        return details;
    }
}
