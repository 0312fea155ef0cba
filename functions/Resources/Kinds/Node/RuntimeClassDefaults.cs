using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Node;

/// <summary>Defaults of classes of container runtime.</summary>
internal static class RuntimeClassDefaults
{
    public static void Apply(JsonObject item) => RequiredFields.Fill(item, NodeKinds.RuntimeClasses.Schema);
}
