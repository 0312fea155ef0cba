using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of events.</summary>
internal static class EventDefaults
{
    public static void Apply(JsonObject item) => RequiredFields.Fill(item, CoreKinds.Events.Schema);
}
