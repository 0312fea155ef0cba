using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>What an object that was found says of itself.</summary>
internal static class Found
{
    public static string NameOf(JsonElement item) => item.GetProperty("metadata").GetProperty("name").GetString()!;

    public static string UidOf(JsonElement item) => item.GetProperty("metadata").GetProperty("uid").GetString()!;

    /// <summary>The label of all that belongs to a Deployment of the workload.</summary>
    public static string? AppOf(JsonElement item) => At(item, "metadata", "labels", "app")?.GetString();

    /// <summary>The uid of its owner.</summary>
    public static string? OwnerOf(JsonElement item) => At(item, "metadata", "ownerReferences") is { } owners ? owners[0].GetProperty("uid").GetString() : null;

    public static bool IsTerminating(JsonElement item) => At(item, "metadata", "deletionTimestamp") is not null;

    public static string? NodeOf(JsonElement pod) => At(pod, "spec", "nodeName")?.GetString();

    /// <summary>Why no node has it, in the scheduler's words; null where it has one, or none has been looked for.</summary>
    public static string? WhyUnbound(JsonElement pod) =>
        At(pod, "status", "conditions") is not { } conditions ? null : conditions.EnumerateArray()
            .Where(condition => At(condition, "type")?.GetString() == "PodScheduled" && At(condition, "status")?.GetString() == "False")
            .Select(condition => At(condition, "message")?.GetString()).FirstOrDefault();

    public static string? PhaseOf(JsonElement pod) => At(pod, "status", "phase")?.GetString();

    /// <summary>The template's mark: on a pod its own, on what makes pods that of its template.</summary>
    public static string? TemplateOf(JsonElement item) =>
        (At(item, "spec", "template", "metadata", "annotations", "template") ?? At(item, "metadata", "annotations", "template"))?.GetString();

    public static int Number(JsonElement item, params ReadOnlySpan<string> path) => At(item, path)?.GetInt32() ?? 0;

    private static JsonElement? At(JsonElement item, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!item.TryGetProperty(name, out item))
            {
                return null;
            }
        }

        return item;
    }
}
