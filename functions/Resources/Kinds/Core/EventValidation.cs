using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of events. One with an eventTime is of the new sort, which says more of itself.</summary>
internal static class EventValidation
{
    private const int TextMax = 128;
    private const int MessageMax = 1024;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        // An event about what has no namespace lives in the default one.
        var about = item.Text("involvedObject", "namespace") ?? "";
        var own = item.Text("metadata", "namespace") ?? "";
        if (about.Length == 0 ? own is not ("default" or "kube-system") : about != own)
        {
            yield return Faults.Invalid("involvedObject.namespace", about, "does not match event.namespace");
        }

        foreach (var error in item["eventTime"] is null ? [] : OfTheNewSort(item))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> OfTheNewSort(JsonObject item)
    {
        foreach (var error in Faults.Named("reportingComponent", item.Text("reportingComponent"), NameRules.QualifiedNameFaults))
        {
            yield return error;
        }

        foreach (var name in (string[])["reportingInstance", "action", "reason"])
        {
            var value = item.Text(name) ?? "";
            if (value.Length == 0)
            {
                yield return Faults.Required(name);
            }
            else if (value.Length > TextMax)
            {
                yield return Faults.Invalid(name, "", $"can have at most {TextMax} characters");
            }
        }

        if (item.Text("message") is { Length: > MessageMax })
        {
            yield return Faults.Invalid("message", "", $"can have at most {MessageMax} characters");
        }
    }
}
