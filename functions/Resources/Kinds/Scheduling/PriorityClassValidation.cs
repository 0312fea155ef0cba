using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

/// <summary>Rules of classes of priority.</summary>
internal static class PriorityClassValidation
{
    private const string SystemPrefix = "system-";

    /// <summary>Highest priority that a user's class may have.</summary>
    private const long UserValueMax = 1_000_000_000;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var value = item.Integer("value") ?? 0;
        if (old is not null)
        {
            return value == (old.Integer("value") ?? 0) ? [] : [Faults.Forbidden("value", "may not be changed in an update.")];
        }

        var policy = item.Text("preemptionPolicy");
        return Value(item, item.Text("metadata", "name") ?? "", value)
            .Concat(policy == "" ? [Faults.Required("preemptionPolicy")] : Choices.OneOfIfSet("preemptionPolicy", policy, "PreemptLowerPriority", "Never"));
    }

    private static IEnumerable<FieldError> Value(JsonObject item, string name, long value)
    {
        if (!name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            return value > UserValueMax ? [Faults.Forbidden("value", $"maximum allowed value of a user defined priority is {UserValueMax}")] : [];
        }

        var reason = SystemPriorityClasses.ValueOf(name) is { } known ? Reason(item, name, value, known) : $"{name} is not a known system priority class";
        return reason is null ? [] : [Faults.Forbidden("metadata.name", $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {reason}")];
    }

    private static string? Reason(JsonObject item, string name, long value, long known) =>
        value != known ? $"value of {name} PriorityClass must be {known}"
        : item.Flag("globalDefault") ? $"globalDefault of {name} PriorityClass must be false"
        : null;
}
