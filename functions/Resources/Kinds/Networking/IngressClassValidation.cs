using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Rules of classes of ingresses.</summary>
internal static class IngressClassValidation
{
    private const int ControllerBytesMax = 250;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var controller = item.Text("spec", "controller") ?? "";
        IEnumerable<FieldError> errors = controller.Length == 0
            ? [Faults.Required("spec.controller")]
            : [.. controller.Length > ControllerBytesMax ? [Faults.TooLong("spec.controller", ControllerBytesMax)] : Array.Empty<FieldError>(), .. SegmentNames.DomainPrefixedPath("spec.controller", controller)];
        return item.At("spec", "parameters") is JsonObject parameters
            ? errors.Concat(Reference(parameters, "spec.parameters")).Concat(Scope(parameters, "spec.parameters"))
            : errors;
    }

    /// <summary>Rules of a reference to an object of any kind, in the same namespace.</summary>
    public static IEnumerable<FieldError> Reference(JsonObject reference, string at)
    {
        var group = reference.Text("apiGroup");
        return (group is null ? [] : Faults.Each($"{at}.apiGroup", group, NameRules.SubdomainFaults(group)))
            .Concat(Faults.Named($"{at}.kind", reference.Text("kind"), SegmentNames.Faults))
            .Concat(Faults.Named($"{at}.name", reference.Text("name"), SegmentNames.Faults));
    }

    private static IEnumerable<FieldError> Scope(JsonObject parameters, string at)
    {
        var inside = parameters.Text("namespace");
        return parameters.Text("scope") switch
        {
            "Namespace" => inside is null
                ? [Faults.Required($"{at}.namespace", "`parameters.scope` is set to 'Namespace'")]
                : Faults.Each($"{at}.namespace", inside, NameRules.LabelFaults(inside)),
            "Cluster" => inside is null ? [] : [Faults.Forbidden($"{at}.namespace", "`parameters.scope` is set to 'Cluster'")],
            var unknown => [Faults.NotSupported($"{at}.scope", unknown, "Cluster", "Namespace")],
        };
    }
}
