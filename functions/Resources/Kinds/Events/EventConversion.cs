using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.Resources.Kinds.Events;

/// <summary>Events of <c>events.k8s.io</c> as those of the core group, and back: the same fields under other names.</summary>
internal static class EventConversion
{
    /// <summary>The name of each field that has another one in the core group.</summary>
    private static readonly (string Own, string Core)[] Names =
    [
        ("regarding", "involvedObject"),
        ("note", "message"),
        ("reportingController", "reportingComponent"),
        ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
    ];

    private static readonly Dictionary<string, string> ToCore = Names.ToDictionary(name => name.Own, name => name.Core);
    private static readonly Dictionary<string, string> ToOwn = Names.ToDictionary(name => name.Core, name => name.Own);

    /// <summary>The event as the core group has it.</summary>
    public static JsonObject ToStored(JsonObject item)
    {
        var stored = Renamed(item, ToCore, CoreKinds.Events.ApiVersion);

        // The core group writes these always.
        stored.TryAdd("involvedObject", new JsonObject());
        stored.TryAdd("source", new JsonObject());
        stored.TryAdd("reportingComponent", "");
        stored.TryAdd("reportingInstance", "");
        return stored;
    }

    /// <summary>The event as <c>events.k8s.io</c> has it. Who reports is written always in the core group alone.</summary>
    public static JsonObject FromStored(JsonObject stored)
    {
        var item = Renamed(stored, ToOwn, "events.k8s.io/v1");
        foreach (var reporter in new[] { "reportingController", "reportingInstance" }.Where(reporter => item.Text(reporter) == ""))
        {
            item.Remove(reporter);
        }

        return item;
    }

    /// <summary>The path of a field of the core group's events in these.</summary>
    public static string FromStoredPath(string path)
    {
        var parts = path.Split('.', 2);
        parts[0] = ToOwn.GetValueOrDefault(parts[0], parts[0]);
        return string.Join('.', parts);
    }

    /// <summary>What faults call a field: all as in the core group but one, as in Kubernetes.</summary>
    public static string FieldOf(string field) => field == "reportingComponent" ? "reportingController" : field;

    private static JsonObject Renamed(JsonObject item, Dictionary<string, string> names, string apiVersion)
    {
        var renamed = new JsonObject();
        foreach (var (name, value) in item)
        {
            renamed[names.GetValueOrDefault(name, name)] = name == "apiVersion" ? apiVersion : value?.DeepClone();
        }

        return renamed;
    }
}
