using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Defaults of PersistentVolumeClaims.</summary>
internal static class ClaimDefaults
{
    public static void Apply(JsonObject item)
    {
        Spec(item.Ensure("spec"));
        Status(item);
    }

    public static void Status(JsonObject item) => item.Ensure("status").Default("phase", "Pending");

    /// <summary>Defaults of a claim's spec, a template's too.</summary>
    public static void Spec(JsonObject spec) => spec.Default("volumeMode", "Filesystem");

    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        var spec = item.Ensure("spec");
        if (spec["dataSourceRef"] is null && spec["dataSource"] is { } source && !IsAlwaysTaken(source))
        {
            spec.Remove("dataSource");
        }

        Match(spec);
    }

    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now) => Match(item.Ensure("spec"));

    /// <summary>The older field takes what it took before there was the newer one; others are dropped.</summary>
    private static bool IsAlwaysTaken(JsonNode source) => (source.Text("apiGroup") ?? "", source.Text("kind")) is ("", "PersistentVolumeClaim") or ("snapshot.storage.k8s.io", "VolumeSnapshot");

    /// <summary>Both fields of a data source say the same, unless it is of another namespace.</summary>
    private static void Match(JsonObject spec)
    {
        if (!string.IsNullOrEmpty(spec.Text("dataSourceRef", "namespace")))
        {
            return;
        }

        if (spec["dataSource"] is { } source && spec["dataSourceRef"] is null)
        {
            spec["dataSourceRef"] = source.DeepClone();
        }
        else if (spec["dataSource"] is null && spec["dataSourceRef"] is { } reference)
        {
            spec["dataSource"] = reference.DeepClone();
        }
    }
}
