using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of what a claim requests.</summary>
internal static class DeviceRequestValidation
{
    private const int AlternativesMax = 8;
    private static readonly string[] Effects = ["NoExecute", "NoSchedule", "None"];

    public static IEnumerable<FieldError> Request(JsonObject request, string at)
    {
        var named = DeviceNames.Label($"{at}.name", request.Text("name"));
        return (request["exactly"], request.Objects("firstAvailable").Any()) switch
        {
            (null, false) => named.Append(Faults.Required(at, "exactly one of `exactly` or `firstAvailable` is required")),
            (not null, true) => named.Append(Faults.Invalid(at, "null", "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set")),
            (JsonObject exactly, _) => named.Concat(Wanted(exactly, $"{at}.exactly")),
            _ => named.Concat(ClaimValidation.Each(request, "firstAvailable", at, (one, where) => DeviceNames.Label($"{where}.name", one.Text("name")).Concat(Wanted(one, where)), AlternativesMax))
                .Concat(ClaimValidation.UniqueNames(request, "firstAvailable", at)),
        };
    }

    /// <summary>Rules of a toleration of a device's taints.</summary>
    public static IEnumerable<FieldError> Toleration(JsonObject toleration, string at)
    {
        var (key, value, effect) = (toleration.Text("key") ?? "", toleration.Text("value") ?? "", toleration.Text("effect") ?? "");
        return (key.Length == 0 ? [] : Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)))
            .Concat(toleration.Text("operator") switch
            {
                "Exists" => value.Length == 0 ? [] : [Faults.Invalid($"{at}.value", value, "must be empty for operator `Exists`")],
                "Equal" => Faults.Each($"{at}.value", value, NameRules.LabelValueFaults(value)),
                null or "" => [Faults.Required($"{at}.operator")],
                var unknown => [Faults.NotSupported($"{at}.operator", unknown, "Equal", "Exists")],
            })
            .Concat(effect.Length == 0 ? [] : Choices.OneOf($"{at}.effect", effect, Effects));
    }

    /// <summary>Rules of a device's taint.</summary>
    public static IEnumerable<FieldError> Taint(JsonObject taint, string at)
    {
        var (key, value, effect) = (taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");
        return Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key))
            .Concat(value.Length == 0 ? [] : Faults.Each($"{at}.value", value, NameRules.LabelValueFaults(value)))
            .Concat(effect.Length == 0 ? [Faults.Required($"{at}.effect")] : Choices.OneOf($"{at}.effect", effect, Effects));
    }

    private static IEnumerable<FieldError> Wanted(JsonObject request, string at) => Faults.Named($"{at}.deviceClassName", request.Text("deviceClassName"), NameRules.SubdomainFaults)
        .Concat(DeviceClassValidation.Selectors(request, at))
        .Concat(Count(request.Text("allocationMode"), request.Integer("count") ?? 0, at))
        .Concat(Paths.Numbered(request, "tolerations", at).SelectMany(one => Toleration(one.Item, one.At)));

    private static IEnumerable<FieldError> Count(string? mode, long count, string at) => mode switch
    {
        "All" => count == 0 ? [] : [Faults.Invalid($"{at}.count", count, "must not be specified when allocationMode is 'All'")],
        "ExactCount" => count > 0 ? [] : [Faults.Invalid($"{at}.count", count, "must be greater than zero")],
        _ => [Faults.NotSupported($"{at}.allocationMode", mode, "All", "ExactCount")],
    };
}
