using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What writers of pods, and of what makes pods, are warned of.</summary>
internal static class PodWarnings
{
    private static readonly Dictionary<string, string> OldNodeLabels = new()
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    };

    private static readonly string[] Running = ["initContainers", "containers"];

    private static readonly string[] OfBytes = ["memory", "ephemeral-storage"];

    private static readonly (string Source, string Message)[] OldVolumes =
    [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "deprecated in v1.11"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    public static IEnumerable<string> Pod(JsonObject item, JsonObject? old) => NameWarnings.OfPod(item, old).Concat(old is null ? Spec(item["spec"], "spec") : []);

    /// <summary>Warnings of a kind whose template stands in its spec.</summary>
    public static IEnumerable<string> Template(JsonObject item, JsonObject? old) => Template(item, old, "spec", "template");

    /// <summary>Warnings of a template, where it is new.</summary>
    public static IEnumerable<string> Template(JsonObject item, JsonObject? old, params string[] path) =>
        old is not null && JsonNode.DeepEquals(item.At(path), old.At(path)) ? [] : Spec(item.At(path).At("spec"), string.Join('.', path) + ".spec");

    private static IEnumerable<string> Spec(JsonNode? spec, string at)
    {
        foreach (var label in spec.Map("nodeSelector").Keys.Where(OldNodeLabels.ContainsKey))
        {
            yield return $"{at}.nodeSelector[{label}]: {OldNodeLabels[label]}";
        }

        foreach (var (volume, path) in Paths.Numbered(spec, "volumes", at))
        {
            foreach (var (source, message) in OldVolumes)
            {
                if (volume[source] is not null)
                {
                    yield return $"{path}.{source}: {message}";
                }
            }
        }

        foreach (var list in Running)
        {
            foreach (var (container, path) in Paths.Numbered(spec, list, at))
            {
                foreach (var warning in Environment(container, path))
                {
                    yield return warning;
                }
            }
        }

        foreach (var list in Running)
        {
            foreach (var (container, path) in Paths.Numbered(spec, list, at))
            {
                foreach (var warning in Memory(container, path))
                {
                    yield return warning;
                }
            }
        }
    }

    private static IEnumerable<string> Environment(JsonObject container, ElementPath at) =>
        container["env"] is JsonArray { Count: > 1 } ? Hidden(container, at) : [];

    private static IEnumerable<string> Hidden(JsonObject container, string at)
    {
        var names = new HashSet<string>();
        return Paths.Numbered(container, "env", at).Where(env => !names.Add(env.Item.Text("name") ?? ""))
            .Select(env => $"{env.At}: hides previous definition of \"{env.Item.Text("name")}\", which may be dropped when using apply");
    }

    /// <summary>Bytes are whole.</summary>
    private static IEnumerable<string> Memory(JsonObject container, ElementPath at)
    {
        if (container["resources"] is not JsonObject resources)
        {
            yield break;
        }

        foreach (var (list, amounts) in resources)
        {
            foreach (var resource in list is "requests" or "limits" ? OfBytes : [])
            {
                if (amounts.Text(resource) is { } amount && Quantity.TryParse(amount, out var bytes) && bytes.MilliValue % 1000 != 0)
                {
                    yield return $"{at}.resources.{list}[{resource}]: fractional byte value \"{amount}\" is invalid, must be an integer";
                }
            }
        }
    }
}
