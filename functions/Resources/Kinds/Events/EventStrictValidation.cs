using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Events;

/// <summary>What <c>events.k8s.io</c> demands of events beyond the core group. Fields are called as the core group calls them, as in Kubernetes.</summary>
internal static class EventStrictValidation
{
    private const int CountMin = 2;

    private static readonly string[] Unset = ["firstTimestamp", "lastTimestamp", "count"];

    private static readonly string[] Immutable =
        ["involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "action", "related", "reportingComponent", "reportingInstance"];

    /// <param name="item">The event as the core group has it.</param>
    /// <param name="old">The one before; null on create.</param>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) => old is null ? OnCreate(item) : OnUpdate(item, old);

    private static IEnumerable<FieldError> OnCreate(JsonObject item)
    {
        foreach (var error in Series(item["series"]))
        {
            yield return error;
        }

        if (item["eventTime"] is null)
        {
            yield return Faults.Required("eventTime");
        }

        if (item.Text("type") is not ("Normal" or "Warning"))
        {
            yield return Faults.Invalid("type", "", $"has invalid value: {item.Text("type")}");
        }

        foreach (var name in Unset.Where(name => item[name] is not null))
        {
            yield return Faults.Invalid(name, "", "needs to be unset");
        }

        if (item["source"] is JsonObject { Count: > 0 })
        {
            yield return Faults.Invalid("source", "", "needs to be unset");
        }
    }

    private static IEnumerable<FieldError> OnUpdate(JsonObject item, JsonObject old)
    {
        foreach (var error in JsonNode.DeepEquals(item["series"], old["series"]) ? [] : Series(item["series"]))
        {
            yield return error;
        }

        foreach (var name in Immutable.Where(name => !JsonNode.DeepEquals(item[name], old[name])))
        {
            yield return Faults.Invalid(name, item[name]?.DeepClone(), "field is immutable");
        }
    }

    private static IEnumerable<FieldError> Series(JsonNode? series)
    {
        if (series is null)
        {
            yield break;
        }

        if ((series.Integer("count") ?? 0) < CountMin)
        {
            yield return Faults.Invalid("series.count", "", "should be at least 2");
        }

        if (series["lastObservedTime"] is null)
        {
            yield return Faults.Required("series.lastObservedTime");
        }
    }
}
