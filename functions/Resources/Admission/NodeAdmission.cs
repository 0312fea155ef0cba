using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Keeps pods off a new node until it has been judged. Pure.</summary>
/// <remarks>Source: Kubernetes' plugin TaintNodesByCondition. Who judges nodes takes the taint away.</remarks>
internal static class NodeAdmission
{
    private const string Key = "node.kubernetes.io/not-ready";
    private const string Effect = "NoSchedule";

    /// <summary>Adds the taint of a node that is not ready, where it does not have it.</summary>
    public static void Admit(JsonObject node)
    {
        if (!node.Objects("spec", "taints").Any(taint => taint.Text("key") == Key && taint.Text("effect") == Effect))
        {
            node.Ensure("spec").Ensure<JsonArray>("taints", static () => []).Add(new JsonObject { ["key"] = Key, ["effect"] = Effect });
        }
    }
}
