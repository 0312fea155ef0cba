using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What writers of pods, and of what makes pods, are warned of.</summary>
internal static class PodWarnings
{
    /// <summary>A new pod: people rarely change those that are there.</summary>
    public static IEnumerable<string> Pod(JsonObject item, JsonObject? old) =>
        old is not null ? [] : Warnings.All(PodAnnotationWarnings.AppArmorOfPod(item), NameWarnings.OfPod(item, old), Of(item, ""));

    /// <summary>A kind whose template stands in its spec, where that is new.</summary>
    public static IEnumerable<string> Template(JsonObject item, JsonObject? old) => IsNew(item, old) ? Template(item.At("spec", "template"), "spec.template") : [];

    /// <summary>A template at a path.</summary>
    public static IEnumerable<string> Template(JsonNode? template, string at) => template is JsonObject owner ? Of(owner, at + ".") : [];

    /// <summary>A kind of pods on nodes, whose generation counts more than its template.</summary>
    public static IEnumerable<string> DaemonSet(JsonObject item, JsonObject? old) =>
        old is not null && JsonNode.DeepEquals(item.At("spec", "template"), old.At("spec", "template")) ? [] : Template(item.At("spec", "template"), "spec.template");

    /// <summary>A stored template.</summary>
    public static IEnumerable<string> PodTemplate(JsonObject item, JsonObject? old) => IsNew(item, old) ? Template(item["template"], "template") : [];

    /// <summary>Whether an object is new or its generation is.</summary>
    public static bool IsNew(JsonObject item, JsonObject? old) => old is null || item.Integer("metadata", "generation") != old.Integer("metadata", "generation");

    private static IEnumerable<string> Of(JsonObject owner, string prefix)
    {
        if (owner["spec"] is not JsonObject spec)
        {
            return [];
        }

        var at = prefix + "spec";
        return Warnings.All(
            PlacementWarnings.Nodes(spec, at),
            PodAnnotationWarnings.Old(owner, prefix),
            spec["volumes"] is JsonArray { Count: > 0 } ? VolumeWarnings.Of(spec, at) : [],
            spec["hostAliases"] is JsonArray { Count: > 1 } ? Repeated(spec, "hostAliases", at, "ip") : [],
            spec["imagePullSecrets"] is JsonArray { Count: > 0 } ? PullSecrets(spec, at) : [],
            spec["overhead"] is JsonObject overhead ? ByteWarnings.Of(overhead, at, "overhead") : [],
            PodAnnotationWarnings.Profiles(owner, spec, prefix),
            ContainerWarnings.Of(spec, at),
            ContainerPortWarnings.Of(spec, at),
            spec.Integer("terminationGracePeriodSeconds") < 0
                ? [$"{at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"]
                : [],
            PlacementWarnings.Pods(spec, at),
            spec["dnsConfig"] is JsonObject names ? AddressWarnings.Addresses(names, "nameservers", $"{at}.dnsConfig") : [],
            spec["hostAliases"] is JsonArray { Count: > 0 } ? AddressWarnings.AddressesOf(spec, "hostAliases", at, "ip") : []);
    }

    private static IEnumerable<string> PullSecrets(JsonObject spec, string at) => Warnings.All(
        Repeated(spec, "imagePullSecrets", at, "name"),
        Paths.Numbered(spec, "imagePullSecrets", at).Where(static secret => string.IsNullOrEmpty(secret.Item.Text("name"))).Select(static secret => $"{secret.At}.name: invalid empty name \"\""));

    private static IEnumerable<string> Repeated(JsonObject spec, string list, string at, string member)
    {
        var seen = new HashSet<string>();
        foreach (var (item, path) in Paths.Numbered(spec, list, at))
        {
            if (!seen.Add(item.Text(member) ?? ""))
            {
                yield return $"{path}.{member}: duplicate {member} \"{item.Text(member)}\"";
            }
        }
    }
}
