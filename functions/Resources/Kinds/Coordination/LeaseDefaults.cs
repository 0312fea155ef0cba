using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Coordination;

/// <summary>Defaults of leases.</summary>
internal static class LeaseDefaults
{
    public static void Apply(JsonObject item) => RequiredFields.Fill(item, CoordinationKinds.Leases.Schema);
}
