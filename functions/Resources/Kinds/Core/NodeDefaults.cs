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

    /// <summary>A node is no longer told where its kubelet's configuration is, though it may have been once.</summary>
    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        Drop(item, null, "spec", "configSource");
        Drop(item, null, "status", "config");
    }

    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now) => Drop(item, old, "spec", "configSource");

    public static void PrepareStatus(JsonObject item, JsonObject old, Subresource subresource, DateTimeOffset now) => Drop(item, old, "status", "config");

    private static void Drop(JsonObject item, JsonObject? old, string part, string name)
    {
        if (item[part] is JsonObject owner && owner[name] is not null && old.At(part, name) is null)
        {
            owner.Remove(name);
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
