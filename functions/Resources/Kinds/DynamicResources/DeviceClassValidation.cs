using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of classes of devices, and of what classes and requests have in common.</summary>
internal static class DeviceClassValidation
{
    /// <summary>Most selectors, and most configurations, of a class or of a request.</summary>
    public const int ListMax = 32;

    private const int ExpressionBytesMax = 10 * 1024;
    private const int ParametersBytesMax = 10 * 1024;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        var extended = spec.Text("extendedResourceName");
        return Selectors(spec, "spec")
            .Concat(Choices.AtMost("spec.config", spec.Objects("config").Count(), ListMax))
            .Concat(Paths.Numbered(spec, "config", "spec").SelectMany(one => Configuration(one.Item, one.At)))
            .Concat(extended is null || IsExtendedResource(extended) ? [] : [Faults.Invalid("spec.extendedResourceName", extended, "must be a valid extended resource name")]);
    }

    /// <summary>Selectors of devices; what they say is not compiled.</summary>
    public static IEnumerable<FieldError> Selectors(JsonNode? owner, string at)
    {
        var count = owner.Objects("selectors").Count();
        return count > ListMax
            ? [Faults.TooMany($"{at}.selectors", count, ListMax)]
            : Paths.Numbered(owner, "selectors", at).SelectMany(one => one.Item["cel"] is not { } cel ? [Faults.Required($"{one.At}.cel")]
                : Encoding.UTF8.GetByteCount(cel.Text("expression") ?? "") > ExpressionBytesMax ? [Faults.TooLong($"{one.At}.cel.expression", ExpressionBytesMax)]
                : Array.Empty<FieldError>());
    }

    /// <summary>What a driver is told of a device.</summary>
    public static IEnumerable<FieldError> Configuration(JsonObject configuration, string at)
    {
        if (configuration["opaque"] is not JsonObject opaque)
        {
            return [Faults.Required($"{at}.opaque")];
        }

        var parameters = opaque["parameters"];
        return SegmentNames.Driver($"{at}.opaque.driver", opaque.Text("driver")).Concat(Raw(parameters, $"{at}.opaque.parameters", ParametersBytesMax));
    }

    /// <summary>An object of any form, of a limited size.</summary>
    public static IEnumerable<FieldError> Raw(JsonNode? value, string at, int bytesMax) =>
        value is null ? [Faults.Required(at)]
        : Encoding.UTF8.GetByteCount(value.ToJsonString()) > bytesMax ? [Faults.TooLong(at, bytesMax)]
        : value.GetValueKind() != JsonValueKind.Object ? [Faults.Invalid(at, "<value omitted>", "must be a valid JSON object")]
        : [];

    private static bool IsExtendedResource(string name) =>
        name.Contains('/', StringComparison.Ordinal) && !name.Contains("kubernetes.io/", StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal)
        && NameRules.IsQualifiedName("requests." + name);
}
