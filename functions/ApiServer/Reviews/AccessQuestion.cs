using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>What the reviews of access ask.</summary>
internal static class AccessQuestion
{
    /// <summary>What the server gives every object, whatever its sender says, and so passes over.</summary>
    private static readonly string[] OfServer = ["namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"];

    /// <summary>What is to be done, from a review's spec.</summary>
    public static AccessAttributes Attributes(JsonNode? spec)
    {
        if (spec.At("nonResourceAttributes") is { } path)
        {
            return new AccessAttributes(path.Text("verb") ?? "", "", "", "", "", "", "", path.Text("path") ?? "");
        }

        var resource = spec.At("resourceAttributes");
        return new AccessAttributes(
            resource.Text("verb") ?? "",
            resource.Text("group") ?? "",
            resource.Text("version") ?? "",
            resource.Text("resource") ?? "",
            resource.Text("subresource") ?? "",
            resource.Text("namespace") ?? "",
            resource.Text("name") ?? "",
            "");
    }

    /// <summary>Who is asked about, from a review's spec.</summary>
    public static UserInfo Subject(JsonNode? spec) => new(
        spec.Text("user") ?? "",
        [.. spec.Texts("groups")],
        (spec.At("extra") as JsonObject)?.ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one.Value.Texts()]));

    /// <summary>What is wrong with a question about somebody, but for where it is asked.</summary>
    public static IEnumerable<FieldError> Faults(JsonNode? spec)
    {
        foreach (var fault in FaultsOfWhat(spec))
        {
            yield return fault;
        }

        if (string.IsNullOrEmpty(spec.Text("user")) && !spec.Texts("groups").Any())
        {
            yield return Invalid("spec.user", "\"\"", "at least one of user or group must be specified");
        }
    }

    /// <summary>What is wrong with what is asked about, whoever it is that would do it.</summary>
    public static IEnumerable<FieldError> FaultsOfWhat(JsonNode? spec)
    {
        var (resource, path) = (spec.At("resourceAttributes"), spec.At("nonResourceAttributes"));
        if (resource is not null && path is not null)
        {
            yield return Invalid("spec.nonResourceAttributes", path.ToJsonString(), "cannot be specified in combination with resourceAttributes");
        }

        if (resource is null && path is null)
        {
            yield return Invalid("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
    }

    /// <summary>What is wrong with a question's metadata: a question is nobody's object, and has none that would say anything.</summary>
    /// <param name="document">The review.</param>
    /// <param name="rule">What it must be.</param>
    public static IEnumerable<FieldError> FaultsOfMetadata(JsonObject document, string rule = "must be empty")
    {
        if (document["metadata"] is JsonObject metadata && metadata.Any(static member => !OfServer.Contains(member.Key) && IsSet(member.Value)))
        {
            yield return Invalid("metadata", metadata.ToJsonString(), rule);
        }
    }

    private static bool IsSet(JsonNode? value) => value switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        _ => value.Text() is not "" && value.ToJsonString() is not "0",
    };

    /// <summary>A value, as JSON, that breaks a rule.</summary>
    public static FieldError Invalid(string field, string value, string detail) => new("FieldValueInvalid", field, $"Invalid value: {value}: {detail}");
}
