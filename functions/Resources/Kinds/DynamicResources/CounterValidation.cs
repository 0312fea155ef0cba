using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of the counters that devices share.</summary>
internal static class CounterValidation
{
    private const int CountersMax = 32;

    /// <summary>A set of counters.</summary>
    public static IEnumerable<FieldError> Set(JsonObject set, string at) => Counters(set, "name", at);

    /// <summary>What a device takes of a set.</summary>
    public static IEnumerable<FieldError> Consumption(JsonObject consumption, string at) => Counters(consumption, "counterSet", at);

    private static IEnumerable<FieldError> Counters(JsonObject owner, string name, string at)
    {
        var counters = owner["counters"] as JsonObject ?? [];
        return Faults.Named($"{at}.{name}", owner.Text(name), NameRules.LabelFaults)
            .Concat(counters.Count == 0 ? [Faults.Required($"{at}.counters")]
                : counters.Count > CountersMax ? [Faults.TooMany($"{at}.counters", counters.Count, CountersMax)]
                : counters.SelectMany(counter => DeviceNames.Label($"{at}.counters", counter.Key)));
    }
}
