using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>Rules of the taints of selected devices.</summary>
internal static class TaintRuleValidation
{
    private const int ConditionsMax = 8;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        const string At = "spec.deviceSelector";
        var (selector, taint) = (item.At("spec", "deviceSelector"), item.At("spec", "taint") as JsonObject ?? []);
        var sameEffect = old is not null && old.Text("spec", "taint", "effect") == taint.Text("effect");
        return Given(selector, "driver", At, SegmentNames.Driver)
            .Concat(Given(selector, "pool", At, DeviceNames.Pool))
            .Concat(Given(selector, "device", At, DeviceNames.Label))
            .Concat(DeviceRequestValidation.Taint(taint, "spec.taint").Where(error => !(sameEffect && error.Field == "spec.taint.effect")));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) => ConditionValidation.Validate(item["status"], "status")
        .Concat(Choices.AtMost("status.conditions", item.Objects("status", "conditions").Count(), ConditionsMax));

    private static IEnumerable<FieldError> Given(JsonNode? selector, string field, string at, Func<string, string?, IEnumerable<FieldError>> rule) =>
        selector.Text(field) is { } value ? rule($"{at}.{field}", value) : [];
}
