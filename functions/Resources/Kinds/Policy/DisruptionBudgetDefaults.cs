using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Policy;

/// <summary>Defaults of PodDisruptionBudgets.</summary>
internal static class DisruptionBudgetDefaults
{
    private static readonly string[] Counts = ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"];

    public static void Apply(JsonObject item)
    {
        item.Ensure("spec");
        var status = item.Ensure("status");
        foreach (var count in Counts)
        {
            status.Default(count, 0);
        }
    }
}
