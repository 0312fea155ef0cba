using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of the conditions that a pod waits for before it is bound to a device's node.</summary>
internal static class BindingValidation
{
    private const int ConditionsMax = 4;

    public static IEnumerable<FieldError> Validate(JsonObject owner, string at)
    {
        var (wanted, failing) = (owner.Texts("bindingConditions").ToList(), owner.Texts("bindingFailureConditions").ToList());
        var errors = Names(owner, "bindingConditions", at)
            .Concat(Names(owner, "bindingFailureConditions", at))
            .Concat(Choices.Unique(owner, "bindingConditions", at))
            .Concat(Choices.Unique(owner, "bindingFailureConditions", at))
            .Concat(Choices.Numbered(owner, "bindingFailureConditions", at).Where(one => wanted.Contains(one.Text))
                .Select(one => Faults.Invalid(one.At, one.Text, "bindingFailureConditions must not overlap with bindingConditions")));
        return (wanted.Count > 0, failing.Count > 0) switch
        {
            (false, true) => errors.Append(Faults.Invalid($"{at}.bindingConditions", null, "bindingConditions are required to use bindingFailureConditions")),
            (true, false) => errors.Append(Faults.Invalid($"{at}.bindingFailureConditions", null, "bindingFailureConditions are required to use bindingConditions")),
            _ => errors,
        };
    }

    private static IEnumerable<FieldError> Names(JsonObject owner, string name, string at)
    {
        var count = owner.Texts(name).Count();
        return count > ConditionsMax
            ? [Faults.TooMany($"{at}.{name}", count, ConditionsMax)]
            : Choices.Numbered(owner, name, at).SelectMany(one => Faults.Each(one.At, one.Text, NameRules.QualifiedNameFaults(one.Text)));
    }
}
