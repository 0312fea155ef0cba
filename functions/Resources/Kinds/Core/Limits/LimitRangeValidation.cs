using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>Rules of LimitRanges.</summary>
internal static class LimitRangeValidation
{
    private static readonly string[] Types = ["Pod", "Container", "PersistentVolumeClaim"];

    private static readonly string[] Maps = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var seen = new HashSet<string>();
        foreach (var (limit, at) in Paths.Numbered(item["spec"], "limits", "spec"))
        {
            var type = limit.Text("type") ?? "";
            var errors = Type(type, $"{at}.type").ToList();
            if (!seen.Add(type))
            {
                errors.Add(Faults.Duplicate($"{at}.type", type));
            }

            foreach (var error in errors.Concat(Shape(limit, type, at)).Concat(Amounts(limit, at)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Type(string type, string at)
    {
        var faults = Faults.Each(at, type, NameRules.QualifiedNameFaults(type)).ToList();
        return faults.Count > 0 || type.Contains('/', StringComparison.Ordinal) || Types.Contains(type)
            ? faults
            : [Faults.Invalid(at, type, "must be a standard limit type or fully qualified")];
    }

    private static IEnumerable<FieldError> Shape(JsonObject limit, string type, string at)
    {
        foreach (var map in Maps)
        {
            var names = limit.Map(map).Keys;
            var isBarred = type == "Pod" && (map is "default" or "defaultRequest");
            foreach (var error in isBarred ? Barred(names.Any(), $"{at}.{map}") : names.SelectMany(name => Name(type, name, $"{at}.{map}[{name}]")))
            {
                yield return error;
            }
        }

        if (type == "PersistentVolumeClaim" && !limit.Map("min").ContainsKey("storage") && !limit.Map("max").ContainsKey("storage"))
        {
            yield return Faults.Required($"{at}.limits", "either minimum or maximum storage value is required, but neither was provided");
        }
    }

    private static IEnumerable<FieldError> Barred(bool isGiven, string at) => isGiven ? [Faults.Forbidden(at, "may not be specified when `type` is 'Pod'")] : [];

    private static IEnumerable<FieldError> Name(string type, string name, string at) =>
        type is "Pod" or "Container" ? ResourceNames.ValidateOfContainer(name, at) : ResourceNames.Validate(name, at);

    private static IEnumerable<FieldError> Amounts(JsonObject limit, string at) =>
        Maps.SelectMany(map => limit.Map(map).Keys).Distinct().SelectMany(name => Amount(limit, name, at));

    private static IEnumerable<FieldError> Amount(JsonObject limit, string name, string at)
    {
        var (min, max) = (Of(limit, "min", name), Of(limit, "max", name));
        var (most, request) = (Of(limit, "default", name), Of(limit, "defaultRequest", name));
        var (requestAt, mostAt) = ($"{at}.defaultRequest[{name}]", $"{at}.default[{name}]");
        return Above(min, max, $"{at}.min[{name}]", min, "min value {0} is greater than max value {1}")
            .Concat(Above(min, request, requestAt, request, "min value {0} is greater than default request value {1}"))
            .Concat(Above(request, max, requestAt, request, "default request value {0} is greater than max value {1}"))
            .Concat(Above(request, most, requestAt, request, "default request value {0} is greater than default limit value {1}"))
            .Concat(Above(min, most, mostAt, min, "min value {0} is greater than default value {1}"))
            .Concat(Above(most, max, mostAt, max, "default value {0} is greater than max value {1}"))
            .Concat(Ratio(Of(limit, "maxLimitRequestRatio", name), min, max, $"{at}.maxLimitRequestRatio[{name}]"))
            .Concat(Equal(most, request, name, mostAt));
    }

    private static IEnumerable<FieldError> Above(Quantity? left, Quantity? right, string at, Quantity? value, string message) =>
        left is { } one && right is { } other && one.CompareTo(other) > 0
            ? [Faults.Invalid(at, value.ToString(), string.Format(CultureInfo.InvariantCulture, message, one, other))]
            : [];

    private static IEnumerable<FieldError> Equal(Quantity? most, Quantity? request, string name, string at) =>
        most is { } one && request is { } other && !ResourceNames.IsOvercommittable(name) && !one.Equals(other)
            ? [Faults.Invalid(at, one.ToString(), $"default value {one} must equal to defaultRequest value {other} in {name}")]
            : [];

    private static IEnumerable<FieldError> Ratio(Quantity? ratio, Quantity? min, Quantity? max, string at)
    {
        if (ratio is not { } given)
        {
            yield break;
        }

        if (given.MilliValue < 1000)
        {
            yield return Faults.Invalid(at, given.ToString(), $"ratio {given} is less than 1");
        }

        if (min is { MilliValue: > 0 } least && max is { } most && given.MilliValue / 1000.0 > most.MilliValue / (double)least.MilliValue)
        {
            var bound = (most.MilliValue / (double)least.MilliValue).ToString("F6", CultureInfo.InvariantCulture);
            yield return Faults.Invalid(at, given.ToString(), $"ratio {given} is greater than max/min = {bound}");
        }
    }

    private static Quantity? Of(JsonObject limit, string map, string name) => Quantity.TryParse(limit.Text(map, name), out var quantity) ? quantity : null;
}
