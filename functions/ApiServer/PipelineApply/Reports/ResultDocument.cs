using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>Results as JSON.</summary>
internal static class ResultDocument
{
    /// <summary>The document of one result.</summary>
    public static JsonObject Of(ApplyResult result)
    {
        var document = Named(result);
        document["result"] = result.Effect.ToString().ToLowerInvariant();
        Add(document, "reason", result.Reason);
        if (result.Position is { } position)
        {
            var place = new JsonObject { ["document"] = position.Document, ["line"] = position.Line };
            if (position.Item > 0)
            {
                place["item"] = position.Item;
            }

            document["position"] = place;
        }

        if (result.Causes.Count > 0)
        {
            document["causes"] = new JsonArray([.. result.Causes.Select(cause => new JsonObject { ["field"] = cause.Field, ["message"] = cause.Message, ["line"] = cause.Line })]);
        }

        if (result.Warnings.Count > 0)
        {
            document["warnings"] = new JsonArray([.. result.Warnings.Select(warning => JsonValue.Create(warning))]);
        }

        Add(document, "diff", result.Diff);
        if (result.Ready is { } ready)
        {
            document["ready"] = ready;
        }

        return document;
    }

    /// <summary>The names of an object.</summary>
    public static JsonObject Named(ApplyResult result)
    {
        var document = new JsonObject();
        Add(document, "apiVersion", result.ApiVersion);
        Add(document, "kind", result.Kind);
        Add(document, "namespace", result.Name.Namespace);
        Add(document, "name", result.Name.Name);
        return document;
    }

    /// <summary>The word for how it all ended.</summary>
    public static string Word(bool isOk) => isOk ? "ok" : "failed";

    private static void Add(JsonObject owner, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            owner[name] = value;
        }
    }
}
