using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of how much of a device's capacity may be requested.</summary>
internal static class CapacityPolicyValidation
{
    private const int ValuesMax = 10;

    public static IEnumerable<FieldError> Validate(JsonNode? capacity, string at, bool isShared)
    {
        if (capacity.At("requestPolicy") is not JsonObject policy)
        {
            return [];
        }

        var where = $"{at}.requestPolicy";
        var most = Of(capacity.Text("value"));
        return !isShared ? [Faults.Forbidden(where, "allowMultipleAllocations must be true")]
            : (policy.Texts("validValues").Any(), policy["validRange"]) switch
            {
                (true, not null) => [Faults.Forbidden(where, "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time")],
                (true, _) => policy.Text("default") is { } given ? Listed(policy, Of(given), most, where) : [Faults.Required($"{where}.default", "required when validValues is defined")],
                (_, JsonObject range) => policy.Text("default") is { } given ? Ranged(range, Of(given), most, $"{where}.validRange") : [Faults.Required($"{where}.default", "required when validRange is defined")],
                _ => [],
            };
    }

    private static Quantity Of(string? text) => Quantity.TryParse(text, out var quantity) ? quantity : default;

    private static IEnumerable<FieldError> Listed(JsonObject policy, Quantity standard, Quantity most, string at)
    {
        var values = Choices.Numbered(policy, "validValues", at).Select(one => (Value: Of(one.Text), one.At)).ToList();
        foreach (var (before, after) in values.Zip(values.Skip(1)).Where(pair => pair.First.Value.CompareTo(pair.Second.Value) > 0))
        {
            yield return Faults.Invalid(after.At, after.Value.ToString(), "values must be sorted in ascending order");
        }

        foreach (var error in Choices.AtMost($"{at}.validValues", values.Count, ValuesMax))
        {
            yield return error;
        }

        foreach (var one in values.Where(one => one.Value.CompareTo(most) > 0))
        {
            yield return Faults.Invalid(one.At, one.Value.ToString(), $"option is larger than capacity value: {most}");
        }

        if (values.All(one => one.Value.CompareTo(standard) != 0))
        {
            yield return Faults.Invalid($"{at}.validValues", standard.ToString(), "default value is not valid according to the requestPolicy");
        }
    }

    private static IEnumerable<FieldError> Ranged(JsonObject range, Quantity standard, Quantity most, string at)
    {
        if (range.Text("min") is not { } least)
        {
            yield return Faults.Required($"{at}.min", "required when validRange is defined");
            yield break;
        }

        var min = Of(least);
        if (min.CompareTo(most) > 0)
        {
            yield return Faults.Invalid($"{at}.min", least, $"min is larger than capacity value: {most}");
        }

        if (standard.CompareTo(min) < 0)
        {
            yield return Faults.Invalid($"{at}.default", standard.ToString(), $"default is less than min: {min}");
        }

        if (range.Text("max") is { } top)
        {
            foreach (var error in Top(min, Of(top), standard, most, at))
            {
                yield return error;
            }
        }

        foreach (var error in range.Text("step") is { } step ? Step(Of(step), min, range.Text("max"), standard, most, $"{at}.step") : [])
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Top(Quantity min, Quantity max, Quantity standard, Quantity most, string at)
    {
        if (min.CompareTo(max) > 0)
        {
            yield return Faults.Invalid($"{at}.max", min.ToString(), $"min is larger than max: {max}");
        }

        if (max.CompareTo(most) > 0)
        {
            yield return Faults.Invalid($"{at}.max", max.ToString(), $"max is larger than capacity value: {most}");
        }

        if (standard.CompareTo(max) > 0)
        {
            yield return Faults.Invalid($"{at}.default", standard.ToString(), $"default is more than max: {max}");
        }
    }

    private static IEnumerable<FieldError> Step(Quantity step, Quantity min, string? max, Quantity standard, Quantity most, string at)
    {
        if (step.CompareTo(default) <= 0)
        {
            yield return Faults.Invalid(at, step.ToString(), "must be greater than zero");
            yield break;
        }

        if ((min + step).CompareTo(most) > 0)
        {
            yield return Faults.Invalid(at, step.ToString(), $"one step {min + step} is larger than capacity value: {most}");
        }

        foreach (var value in (max is null ? [standard] : new[] { standard, Of(max) }).Where(value => (value.MilliValue - min.MilliValue) % step.MilliValue != 0))
        {
            yield return Faults.Invalid(at, value.ToString(), $"value is not a multiple of a given step ({step}) from ({min})");
        }
    }
}
