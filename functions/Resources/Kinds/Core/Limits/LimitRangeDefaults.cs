using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>Defaults of LimitRanges and ResourceQuotas.</summary>
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

    public static void Quota(JsonObject item)
    {
        item.Ensure("spec");
        item.Ensure("status");
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

    private static void Fill(JsonObject limit, string name, string from)
    {
        foreach (var (resource, quantity) in limit.Map(from))
        {
            limit.Ensure(name).Default(resource, quantity);
        }
    }
}
