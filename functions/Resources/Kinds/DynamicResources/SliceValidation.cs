using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of slices of devices.</summary>
internal static class SliceValidation
{
    private const int DevicesMax = 128;

    /// <summary>Most devices of a slice where some have taints, counters or attributes that are lists.</summary>
    private const int AdvancedDevicesMax = 64;

    private const int CounterSetsMax = 8;
    private const string Choice = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var isPerDevice = spec.Flag("perDeviceNodeSelection");
        IEnumerable<FieldError> mixed = spec["sharedCounters"] is not null && spec["devices"] is not null
            ? [Faults.Invalid("spec", "", "only one of `sharedCounters` or `devices` is allowed")]
            : [];
        return SegmentNames.Driver("spec.driver", spec.Text("driver"))
            .Concat(Pool(spec["pool"]))
            .Concat(Nodes(spec))
            .Concat(mixed)
            .Concat(ClaimValidation.Each(spec, "devices", "spec", (device, at) => DeviceValidation.Device(device, at, isPerDevice), IsAdvanced(spec) ? AdvancedDevicesMax : DevicesMax))
            .Concat(ClaimValidation.UniqueNames(spec, "devices", "spec"))
            .Concat(ClaimValidation.Each(spec, "sharedCounters", "spec", CounterValidation.Set, CounterSetsMax))
            .Concat(ClaimValidation.UniqueNames(spec, "sharedCounters", "spec"));
    }

    private static bool IsAdvanced(JsonObject spec) => spec.Objects("devices").Any(device => device.Objects("taints").Any() || device.Objects("consumesCounters").Any());

    private static IEnumerable<FieldError> Pool(JsonNode? pool)
    {
        foreach (var error in DeviceNames.Pool("spec.pool.name", pool.Text("name")))
        {
            yield return error;
        }

        if (pool.Integer("resourceSliceCount") is null or <= 0)
        {
            yield return Faults.Invalid("spec.pool.resourceSliceCount", pool.Integer("resourceSliceCount") ?? 0, "must be greater than zero");
        }

        if (pool.Integer("generation") is < 0 and var generation)
        {
            yield return Faults.Invalid("spec.pool.generation", generation, "must be greater than or equal to zero");
        }
    }

    private static IEnumerable<FieldError> Nodes(JsonObject spec)
    {
        var given = new List<string>();
        var errors = new List<FieldError>();
        if (spec.Text("nodeName") is { } node)
        {
            given.AddRange(node.Length > 0 ? ["`nodeName`"] : []);
            errors.AddRange(node.Length > 0
                ? Faults.Each("spec.nodeName", node, NameRules.SubdomainFaults(node))
                : [Faults.Invalid("spec.nodeName", node, "must be either unset or set to a non-empty string")]);
        }

        if (spec["nodeSelector"] is { } selector)
        {
            given.Add("`nodeSelector`");
            errors.AddRange(Selector(selector, "spec.nodeSelector"));
        }

        foreach (var field in new[] { "allNodes", "perDeviceNodeSelection" }.Where(field => spec[field] is not null))
        {
            given.AddRange(spec.Flag(field) ? [$"`{field}`"] : []);
            errors.AddRange(spec.Flag(field) ? [] : [Faults.Invalid($"spec.{field}", false, "must be either unset or set to true")]);
        }

        errors.AddRange(given.Count switch
        {
            0 => [Faults.Required("spec", Choice)],
            1 => [],
            _ => [Faults.Invalid("spec", $"{{{string.Join(", ", given)}}}", $"{Choice}, but multiple fields are set")],
        });
        return errors;
    }

    private static IEnumerable<FieldError> Selector(JsonNode selector, string at)
    {
        var terms = selector.Objects("nodeSelectorTerms").Count();
        IEnumerable<FieldError> none = terms == 0 ? [Faults.Required($"{at}.nodeSelectorTerms", "must have at least one node selector term")] : [];
        return none
            .Concat(Paths.Numbered(selector, "nodeSelectorTerms", at).SelectMany(term => NodeSelectorValidation.Term(term.Item, term.At)))
            .Concat(terms == 1 ? [] : [Faults.Invalid($"{at}.nodeSelectorTerms", selector.At("nodeSelectorTerms"), "must have exactly one node selector term")]);
    }
}
