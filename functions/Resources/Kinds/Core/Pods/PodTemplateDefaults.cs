using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Defaults of pod templates.</summary>
internal static class PodTemplateDefaults
{
    /// <summary>Completes the <c>template</c> of what makes pods.</summary>
    public static void Of(JsonObject owner)
    {
        PodDefaults.Spec(owner.Ensure("template").Ensure("spec"));
    }
}
