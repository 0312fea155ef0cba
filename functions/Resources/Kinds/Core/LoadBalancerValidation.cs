using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of what services ask of load balancers.</summary>
internal static class LoadBalancerValidation
{
    private const string RangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

    // Kubernetes says the name of the field with a capital.
    private const string RangesField = "spec.LoadBalancerSourceRanges";

    private const string OnlyWithBalancer = "may only be used when `type` is 'LoadBalancer'";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject spec, JsonObject? old) =>
        Ranges(item, spec, old).Concat(NodePorts(spec)).Concat(Class(spec, old?["spec"] as JsonObject));

    private static bool IsBalanced(JsonObject? spec) => spec.Text("type") == "LoadBalancer";

    /// <summary>The ranges stand in the field or, where that is empty, in an annotation. Those that were there before are not looked at again.</summary>
    private static IEnumerable<FieldError> Ranges(JsonObject item, JsonObject spec, JsonObject? old)
    {
        var ranges = spec.Texts("loadBalancerSourceRanges").ToList();
        var annotation = item.Text("metadata", "annotations", RangesAnnotation);
        if (ranges.Count == 0 && annotation is null)
        {
            return [];
        }

        var field = ranges.Count > 0 ? RangesField : $"metadata.annotations[{RangesAnnotation}]";
        IEnumerable<FieldError> misplaced = IsBalanced(spec) ? [] : [Faults.Forbidden(field, OnlyWithBalancer)];
        if (ranges.Count > 0)
        {
            var before = old.Texts("spec", "loadBalancerSourceRanges").Select(range => range.Trim()).ToHashSet();
            return misplaced.Concat(ranges.Select((range, index) => (Text: range.Trim(), At: $"{field}[{index}]"))
                .Where(range => !before.Contains(range.Text)).SelectMany(range => NetworkNames.Range(range.At, range.Text)));
        }

        return string.IsNullOrWhiteSpace(annotation) || annotation == old.Text("metadata", "annotations", RangesAnnotation)
            ? misplaced
            : misplaced.Concat(annotation.Trim().Split(',').SelectMany(range => NetworkNames.Range(field, range.Trim())));
    }

    private static IEnumerable<FieldError> NodePorts(JsonObject spec) =>
        spec["allocateLoadBalancerNodePorts"] is not null && !IsBalanced(spec) ? [Faults.Forbidden("spec.allocateLoadBalancerNodePorts", OnlyWithBalancer)] : [];

    private static IEnumerable<FieldError> Class(JsonObject spec, JsonObject? old)
    {
        const string field = "spec.loadBalancerClass";
        var name = spec.Text("loadBalancerClass");
        if (!IsBalanced(spec))
        {
            return name is null ? [] : [Faults.Forbidden(field, OnlyWithBalancer)];
        }

        IEnumerable<FieldError> changed = IsBalanced(old) && old.Text("loadBalancerClass") != name ? [Faults.Invalid(field, name, "may not change once set")] : [];
        return name is null ? changed : changed.Concat(Faults.Each(field, name, NameRules.QualifiedNameFaults(name)));
    }
}
