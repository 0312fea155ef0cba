using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Statuses;

/// <summary>A Kubernetes Status that says why a request was not done.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Reason">Machine-readable reason.</param>
/// <param name="Message">For people.</param>
internal sealed record ApiStatus(int Code, string Reason, string Message)
{
    /// <summary>Name of the object meant; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Its kind, or its plural name where the message names that.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What was wrong, one by one.</summary>
    public IReadOnlyList<FieldError> Causes { get; init; } = [];

    /// <summary>After how many seconds to try again; 0 for not saying.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>Where an expired list can go on; null for nowhere.</summary>
    public string? Continue { get; init; }

    /// <summary>Whether the details are there even when they say nothing, as Kubernetes writes them of what it serves no such thing of, and of a patch that does not fit.</summary>
    public bool HasDetails { get; init; }

    /// <summary>The document.</summary>
    public JsonObject ToJson()
    {
        var metadata = new JsonObject();
        if (Continue is not null)
        {
            metadata["continue"] = Continue;
        }

        var document = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details() is var details && (HasDetails || details.Count > 0))
        {
            document["details"] = details;
        }

        document["code"] = Code;
        return document;
    }

    private JsonObject Details()
    {
        var details = new JsonObject();
        Add(details, "name", Name);
        Add(details, "group", Group);
        Add(details, "kind", Kind);
        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(Cause)]);
        }

        if (RetryAfterSeconds > 0)
        {
            details["retryAfterSeconds"] = RetryAfterSeconds;
        }

        return details;
    }

    private static JsonObject Cause(FieldError error)
    {
        var cause = new JsonObject();
        Add(cause, "reason", error.Reason);
        Add(cause, "message", error.Message);
        Add(cause, "field", error.Field);
        return cause;
    }

    private static void Add(JsonObject owner, string name, string value)
    {
        if (value.Length > 0)
        {
            owner[name] = value;
        }
    }
}
