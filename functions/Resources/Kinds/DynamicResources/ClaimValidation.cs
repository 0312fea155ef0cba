using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of claims of devices.</summary>
internal static class ClaimValidation
{
    private const string WrongReference = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    public static IEnumerable<FieldError> Claim(JsonObject item, JsonObject? old) =>
        old is null ? Devices(item.At("spec", "devices"), "spec.devices") : [];

    public static IEnumerable<FieldError> Template(JsonObject item, JsonObject? old) => old is not null ? []
        : MetadataValidation.Labels(item.At("spec", "metadata", "labels"), "spec.metadata.labels")
            .Concat(MetadataValidation.Annotations(item.At("spec", "metadata", "annotations"), "spec.metadata.annotations"))
            .Concat(Devices(item.At("spec", "spec", "devices"), "spec.spec.devices"));

    /// <summary>The names by which a claim's requests are referred to.</summary>
    public static HashSet<string> NamesOf(JsonNode? devices) => devices.Objects("requests")
        .SelectMany(request => request.Objects("firstAvailable").Select(sub => $"{request.Text("name")}/{sub.Text("name")}").Append(request.Text("name") ?? ""))
        .ToHashSet();

    /// <summary>A reference to a request of the claim.</summary>
    public static IEnumerable<FieldError> Reference(string name, string at, HashSet<string> names)
    {
        var segments = name.Split('/');
        return segments.Length > 2
            ? [Faults.Invalid(at, name, WrongReference)]
            : segments.SelectMany(segment => DeviceNames.Label(at, segment)).Concat(names.Contains(name) ? [] : [Faults.Invalid(at, name, WrongReference)]);
    }

    private static IEnumerable<FieldError> Devices(JsonNode? devices, string at)
    {
        var names = NamesOf(devices);
        return Each(devices, "requests", at, DeviceRequestValidation.Request)
            .Concat(UniqueNames(devices, "requests", at))
            .Concat(Each(devices, "constraints", at, (constraint, where) => Constraint(constraint, where, names)))
            .Concat(Each(devices, "config", at, (configuration, where) => References(configuration, where, names).Concat(DeviceClassValidation.Configuration(configuration, where))));
    }

    /// <summary>The elements of a list that may not be too long.</summary>
    public static IEnumerable<FieldError> Each(JsonNode? owner, string name, string at, Func<JsonObject, string, IEnumerable<FieldError>> rules, int max = DeviceClassValidation.ListMax)
    {
        var count = owner.Objects(name).Count();
        return count > max ? [Faults.TooMany($"{at}.{name}", count, max)] : Paths.Numbered(owner, name, at).SelectMany(one => rules(one.Item, one.At));
    }

    /// <summary>Elements whose names stand there twice.</summary>
    public static IEnumerable<FieldError> UniqueNames(JsonNode? owner, string name, string at, string key = "name")
    {
        var seen = new HashSet<string>();
        return Paths.Numbered(owner, name, at).Where(one => !seen.Add(one.Item.Text(key) ?? "")).Select(one => Faults.Duplicate(one.At, one.Item.Text(key) ?? "")).ToList();
    }

    /// <summary>The requests that a constraint or a configuration is about.</summary>
    public static IEnumerable<FieldError> References(JsonObject owner, string at, HashSet<string> names)
    {
        var count = owner.Texts("requests").Count();
        return count > DeviceClassValidation.ListMax
            ? [Faults.TooMany($"{at}.requests", count, DeviceClassValidation.ListMax)]
            : Choices.Numbered(owner, "requests", at).SelectMany(one => Reference(one.Text, one.At, names)).Concat(Choices.Unique(owner, "requests", at));
    }

    private static IEnumerable<FieldError> Constraint(JsonObject constraint, string at, HashSet<string> names) => References(constraint, at, names)
        .Concat((constraint.Text("matchAttribute"), constraint.Text("distinctAttribute")) switch
        {
            ({ } match, _) => DeviceNames.FullyQualified($"{at}.matchAttribute", match),
            (_, { } distinct) => DeviceNames.FullyQualified($"{at}.distinctAttribute", distinct),
            _ => [Faults.Required(at, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set")],
        });
}
