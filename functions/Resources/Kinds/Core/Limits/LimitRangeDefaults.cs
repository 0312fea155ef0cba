using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>Defaults of LimitRanges and ResourceQuotas, and what their writers are told of: that they have no effect yet.</summary>
internal static class LimitRangeDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        foreach (var limit in spec.Objects("limits").Where(limit => limit.Text("type") == "Container"))
        {
            Fill(limit, "default", "max");
            Fill(limit, "defaultRequest", "default");
            Fill(limit, "defaultRequest", "min");
        }
    }

    /// <summary>A LimitRange may come without a name.</summary>
    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        var metadata = item.Ensure("metadata");
        if (string.IsNullOrEmpty(metadata.Text("name")))
        {
            metadata["name"] = Guid.NewGuid().ToString();
        }
    }

    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) => [$"LimitRange {item.Text("metadata", "name")} is kept, but its defaults and limits are not applied yet"];

    public static IEnumerable<string> QuotaWarnings(JsonObject item, JsonObject? old) => [$"ResourceQuota {item.Text("metadata", "name")} is kept, but nothing is counted or limited yet"];

    private static void Fill(JsonObject limit, string name, string from)
    {
        foreach (var (resource, quantity) in limit.Map(from))
        {
            limit.Ensure(name).Default(resource, quantity);
        }
    }
}
