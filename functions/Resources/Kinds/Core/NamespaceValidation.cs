using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of namespaces.</summary>
internal static class NamespaceValidation
{
    /// <summary>A namespace says that it is going as long as it is, and not before.</summary>
    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var isGoing = item.At("metadata", "deletionTimestamp") is not null;
        var (phase, wanted) = (item.Text("status", "phase"), isGoing ? "Terminating" : "Active");
        return phase == wanted ? [] : [Faults.Invalid("status.Phase", phase, $"may only be '{wanted}' if `deletionTimestamp` is {(isGoing ? "not " : "")}empty")];
    }
}
