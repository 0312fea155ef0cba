using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of events.</summary>
internal static class EventValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        // An event about what has no namespace lives in the default one.
        var about = item.Text("involvedObject", "namespace") ?? "";
        var own = item.Text("metadata", "namespace") ?? "";
        if (about.Length == 0 ? own is not ("default" or "kube-system") : about != own)
        {
            yield return Faults.Invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
    }
}
