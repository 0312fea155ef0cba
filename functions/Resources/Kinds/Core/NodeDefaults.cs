using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of nodes.</summary>
internal static class NodeDefaults
{
    public static void Apply(JsonObject item)
    {
        Ranges(item["spec"] as JsonObject);
        Status(item);
    }

    public static void Status(JsonObject item)
    {
        if (item["status"] is JsonObject status && status["capacity"] is JsonObject capacity)
        {
            status.Default("allocatable", capacity.DeepClone());
        }
    }

    /// <summary>The field from before there were several ranges is the first of them, and what it says counts.</summary>
    private static void Ranges(JsonObject? spec)
    {
        var (first, all) = (spec.Text("podCIDR") ?? "", spec.Texts("podCIDRs").ToList());
        if (first.Length > 0 && all.FirstOrDefault() != first)
        {
            spec!["podCIDRs"] = new JsonArray(first);
        }
        else if (first.Length == 0 && all.Count > 0)
        {
            spec!["podCIDR"] = all[0];
        }
    }
}
