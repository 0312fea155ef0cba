using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.ApiServer.PipelineApply.Diffs;

/// <summary>What applying would change of an object, for people. Pure.</summary>
/// <remarks>Left out is who manages which field, and what a dry run makes up. Values of Secrets are not shown, as <c>kubectl diff</c> does not: the
/// logs of pipelines are read by many.</remarks>
internal static class ObjectDiff
{
    private const string Masked = "***";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The difference; empty where there is none.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="before">The object as it is; null where it is not there.</param>
    /// <param name="after">The object as it would be.</param>
    public static string Of(ResourceKind kind, JsonObject? before, JsonObject after)
    {
        var (old, wanted) = (before is null ? null : Shown(before), Shown(after));
        if (before is null)
        {
            ((JsonObject)wanted["metadata"]!).Remove("uid");
            ((JsonObject)wanted["metadata"]!).Remove("creationTimestamp");
        }

        if (kind == CoreKinds.Secrets)
        {
            foreach (var path in new[] { "data", "stringData" })
            {
                Mask(old?[path] as JsonObject, wanted[path] as JsonObject);
            }

            Mask(Kept(old), Kept(wanted));
        }

        var name = $"{kind.ApiVersion.Replace('/', '.')}.{kind.Kind}.{after.Text("metadata", "namespace")}.{after.Text("metadata", "name")}";
        return UnifiedDiff.Of(old is null ? "/dev/null" : $"live/{name}", Lines(old), $"merged/{name}", Lines(wanted));
    }

    private static JsonObject Shown(JsonObject document)
    {
        var shown = (JsonObject)Sorted(document)!;
        var metadata = shown.Ensure("metadata");
        metadata.Remove("managedFields");
        metadata.Remove("resourceVersion");
        return shown;
    }

    /// <summary>A copy with its members by name: that they stand in another order is no difference.</summary>
    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted)]),
        _ => value?.DeepClone(),
    };

    /// <summary>The annotation in which client-side apply keeps the whole object, Secrets too.</summary>
    private static JsonObject? Kept(JsonObject? document) => document.At("metadata", "annotations") is JsonObject annotations && annotations.ContainsKey(LastApplied) ? annotations : null;

    private static void Mask(JsonObject? before, JsonObject? after)
    {
        var isAnnotation = before?.ContainsKey(LastApplied) ?? after?.ContainsKey(LastApplied) ?? false;
        foreach (var name in (before ?? []).Concat(after ?? []).Select(member => member.Key).Distinct().Where(name => !isAnnotation || name == LastApplied).ToList())
        {
            var changes = before?[name] is { } old && after?[name] is { } wanted && !JsonNode.DeepEquals(old, wanted);
            foreach (var (owner, word) in new[] { (before, " (before)"), (after, " (after)") })
            {
                if (owner?.ContainsKey(name) ?? false)
                {
                    owner[name] = changes ? Masked + word : Masked;
                }
            }
        }
    }

    private static IReadOnlyList<string> Lines(JsonObject? document)
    {
        if (document is null)
        {
            return [];
        }

        var output = new ArrayBufferWriter<byte>();
        YamlOutput.Write(document, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n').Split('\n');
    }
}
