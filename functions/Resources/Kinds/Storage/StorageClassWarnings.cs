using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>What writers of classes of storage, and of how much there is of it, are warned of: old labels by which they choose nodes.</summary>
internal static class StorageClassWarnings
{
    public static IEnumerable<string> StorageClass(JsonObject item, JsonObject? old)
    {
        foreach (var (topology, at) in Paths.Numbered(item, "allowedTopologies", ""))
        {
            foreach (var (expression, place) in Paths.Numbered(topology, "matchLabelExpressions", $"allowedTopologies[{at.Index}]"))
            {
                if (NodeLabelWarnings.Of(expression.Text("key")) is { } why)
                {
                    yield return $"{place}.key: {why}";
                }
            }
        }
    }

    public static IEnumerable<string> Capacity(JsonObject item, JsonObject? old) =>
        NodeLabelWarnings.Expressions(item["nodeTopology"], "nodeTopology")
            .Concat(NodeLabelWarnings.Keys(item.At("nodeTopology", "matchLabels")).Select(static label => $"nodeTopology.matchLabels.{label.Label}: {label.Why}"));
}
