using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

/// <summary>Defaults of classes of priority.</summary>
internal static class PriorityClassDefaults
{
    public static void Apply(JsonObject item)
    {
        item.Default("preemptionPolicy", "PreemptLowerPriority");
    }

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => item.Ensure("metadata")["generation"] = 1;
}
