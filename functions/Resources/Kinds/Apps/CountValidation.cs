using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of the counts in a status.</summary>
internal static class CountValidation
{
    public static IEnumerable<FieldError> Deployment(JsonObject item, JsonObject old, DateTimeOffset now) => Deployment(item["status"], old["status"]);

    public static IEnumerable<FieldError> ReplicaSet(JsonObject item, JsonObject old, DateTimeOffset now) => ReplicaSet(item["status"]);

    public static IEnumerable<FieldError> StatefulSet(JsonObject item, JsonObject old, DateTimeOffset now) => StatefulSet(item["status"], old["status"]);

    public static IEnumerable<FieldError> DaemonSet(JsonObject item, JsonObject old, DateTimeOffset now) => DaemonSet(item["status"], old["status"]);

    private static IEnumerable<FieldError> Deployment(JsonNode? status, JsonNode? old) =>
        Faults.NotNegative(status, "status", "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "collisionCount")
            .Concat(Within(status, "replicas", "cannot be greater than status.replicas", "updatedReplicas", "readyReplicas", "availableReplicas"))
            .Concat(Within(status, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas"))
            .Concat(Collisions(status, old));

    private static IEnumerable<FieldError> ReplicaSet(JsonNode? status) =>
        Faults.NotNegative(status, "status", "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration")
            .Concat(Within(status, "replicas", "cannot be greater than status.replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas"))
            .Concat(Within(status, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas"));

    private static IEnumerable<FieldError> StatefulSet(JsonNode? status, JsonNode? old) =>
        Faults.NotNegative(status, "status", "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount")
            .Concat(Within(status, "replicas", "cannot be greater than status.replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"))
            .Concat(Within(status, "readyReplicas", "cannot be greater than status.readyReplicas", "availableReplicas"))
            .Concat(Collisions(status, old));

    private static IEnumerable<FieldError> DaemonSet(JsonNode? status, JsonNode? old) =>
        Faults.NotNegative(
            status,
            "status",
            "currentNumberScheduled",
            "numberMisscheduled",
            "desiredNumberScheduled",
            "numberReady",
            "observedGeneration",
            "updatedNumberScheduled",
            "numberAvailable",
            "numberUnavailable",
            "collisionCount").Concat(Collisions(status, old));

    private static IEnumerable<FieldError> Within(JsonNode? status, string whole, string message, params string[] parts) =>
        parts.Where(part => (status.Integer(part) ?? 0) > (status.Integer(whole) ?? 0)).Select(part => Faults.Invalid($"status.{part}", status.Integer(part) ?? 0, message));

    private static IEnumerable<FieldError> Collisions(JsonNode? status, JsonNode? old) =>
        old.Integer("collisionCount") is { } before && (status.Integer("collisionCount") is not { } now || now < before)
            ? [Faults.Invalid("status.collisionCount", status.Integer("collisionCount") ?? 0, "cannot be decremented")]
            : [];
}
