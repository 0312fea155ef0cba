using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>When objects of which kind are ready. Of all other kinds they are when they are stored. Pure.</summary>
internal static class ReadinessRules
{
    private static readonly FrozenDictionary<(string Group, string Kind), Func<JsonObject, ReadinessState>> Rules =
        new Dictionary<(string, string), Func<JsonObject, ReadinessState>>
        {
            [("apps", "Deployment")] = RolloutReadiness.OfDeployment,
            [("apps", "StatefulSet")] = RolloutReadiness.OfStatefulSet,
            [("apps", "DaemonSet")] = RolloutReadiness.OfDaemonSet,
            [("batch", "Job")] = ObjectReadiness.OfJob,
            [("", "Pod")] = ObjectReadiness.OfPod,
            [("", "PersistentVolumeClaim")] = ObjectReadiness.OfClaim,
            [("", "Namespace")] = ObjectReadiness.OfNamespace,
            [("apiextensions.k8s.io", "CustomResourceDefinition")] = ObjectReadiness.OfDefinition,
        }.ToFrozenDictionary();

    /// <summary>Whether objects of a kind take time to become ready.</summary>
    public static bool Know(ResourceKind kind) => Rules.ContainsKey((kind.Group, kind.Kind));

    /// <summary>How far an object of a kind that takes time is.</summary>
    public static ReadinessState Of(ResourceKind kind, JsonObject document) =>
        document.At("metadata", "deletionTimestamp") is not null ? new ReadinessState.Failed("it is being deleted") : Rules[(kind.Group, kind.Kind)](document);

    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Condition(JsonObject document, string type) =>
        document.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>A condition's reason and message.</summary>
    public static string Said(JsonObject? condition) =>
        string.Join(": ", new[] { condition.Text("reason"), condition.Text("message") }.Where(text => !string.IsNullOrEmpty(text)));
}
