using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of devices.</summary>
internal static partial class DeviceValidation
{
    private const int AttributesMax = 32;
    private const int AttributeBytesMax = 64;
    private const int TaintsMax = 16;
    private const int ConsumptionsMax = 2;

    private const string Choice = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

    private static readonly string[] Values = ["bool", "int", "string", "version", "bools", "ints", "strings", "versions"];

    public static IEnumerable<FieldError> Device(JsonObject device, string at, bool isPerDevice)
    {
        var (attributes, capacity) = (device["attributes"] as JsonObject ?? [], device["capacity"] as JsonObject ?? []);
        var count = attributes.Count + capacity.Count;
        var isShared = device.Flag("allowMultipleAllocations");
        return DeviceNames.Label($"{at}.name", device.Text("name"))
            .Concat(count > AttributesMax ? [Faults.Invalid(at, count, $"the total number of attributes and capacities must not exceed {AttributesMax}")] : [])
            .Concat(attributes.SelectMany(one => DeviceNames.Qualified($"{at}.attributes", one.Key).Concat(Attribute(one.Value, $"{at}.attributes[{one.Key}]"))))
            .Concat(capacity.SelectMany(one => DeviceNames.Qualified($"{at}.capacity", one.Key).Concat(CapacityPolicyValidation.Validate(one.Value, $"{at}.capacity[{one.Key}]", isShared))))
            .Concat(ClaimValidation.Each(device, "taints", at, DeviceRequestValidation.Taint, TaintsMax))
            .Concat(ClaimValidation.Each(device, "consumesCounters", at, CounterValidation.Consumption, ConsumptionsMax))
            .Concat(ClaimValidation.UniqueNames(device, "consumesCounters", at, "counterSet"))
            .Concat(isPerDevice ? Nodes(device, at) : OfTheSlice(device, at))
            .Concat(BindingValidation.Validate(device, at));
    }

    private static IEnumerable<FieldError> OfTheSlice(JsonObject device, string at) => new[] { "nodeName", "nodeSelector", "allNodes" }.Any(field => device[field] is not null)
        ? [Faults.Invalid(at, "null", "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec")]
        : [];

    private static IEnumerable<FieldError> Nodes(JsonObject device, string at)
    {
        var given = new List<string>();
        var errors = new List<FieldError>();
        if (device.Text("nodeName") is { } node)
        {
            given.AddRange(node.Length > 0 ? ["`nodeName`"] : []);
            errors.AddRange(node.Length > 0 ? Faults.Each($"{at}.nodeName", node, NameRules.SubdomainFaults(node)) : [Faults.Invalid($"{at}.nodeName", node, "must not be empty")]);
        }

        if (device["nodeSelector"] is { } selector)
        {
            given.Add("`nodeSelector`");
            errors.AddRange(Paths.Numbered(selector, "nodeSelectorTerms", $"{at}.nodeSelector").SelectMany(term => NodeSelectorValidation.Term(term.Item, term.At)));
        }

        if (device["allNodes"] is not null)
        {
            given.AddRange(device.Flag("allNodes") ? ["`allNodes`"] : []);
            errors.AddRange(device.Flag("allNodes") ? [] : [Faults.Invalid($"{at}.allNodes", false, "must be either unset or set to true")]);
        }

        errors.AddRange(given.Count switch
        {
            0 => [Faults.Required(at, Choice)],
            1 => [],
            _ => [Faults.Invalid(at, $"{{{string.Join(", ", given)}}}", Choice)],
        });
        return errors;
    }

    private static IEnumerable<FieldError> Attribute(JsonNode? attribute, string at)
    {
        var errors = new List<FieldError>();
        if (attribute.Text("string") is { } text)
        {
            errors.AddRange(Long(text, $"{at}.string"));
        }

        errors.AddRange(Choices.Numbered(attribute, "strings", at).SelectMany(one => Long(one.Text, one.At)));
        if (attribute.Text("version") is { } version)
        {
            errors.AddRange(Version(version, $"{at}.version"));
        }

        errors.AddRange(Choices.Numbered(attribute, "versions", at).SelectMany(one => Version(one.Text, one.At)));
        var given = Values.Count(value => attribute.At(value) is not null);
        errors.AddRange(given == 1 ? [] : [Faults.Invalid(at, given == 0 ? "" : attribute, "exactly one value must be specified")]);
        return errors;
    }

    private static IEnumerable<FieldError> Long(string text, string at) => Encoding.UTF8.GetByteCount(text) > AttributeBytesMax ? [Faults.TooLong(at, AttributeBytesMax)] : [];

    private static IEnumerable<FieldError> Version(string text, string at) =>
        (SemanticVersion().IsMatch(text) ? [] : new[] { Faults.Invalid(at, text, "must be a string compatible with semver.org spec 2.0.0") }).Concat(Long(text, at));

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z")]
    private static partial Regex SemanticVersion();
}
