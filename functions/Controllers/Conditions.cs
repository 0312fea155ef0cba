using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers;

/// <summary>Conditions of statuses.</summary>
internal static class Conditions
{
    public static string Time(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject? Find(JsonNode? status, string type) => status.Objects("conditions").FirstOrDefault(one => one.Text("type") == type);

    /// <summary>Sets a condition; its transition time moves only when its status does. Answers whether anything changed.</summary>
    public static bool Set(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now, bool withUpdateTime = false)
    {
        var present = Find(status, type);
        if (present is not null && present.Text("status") == value && present.Text("reason") == reason && present.Text("message") == message)
        {
            return false;
        }

        var condition = present ?? new JsonObject { ["type"] = type };
        if (condition.Text("status") != value)
        {
            condition["lastTransitionTime"] = Time(now);
        }

        condition["status"] = value;
        condition["reason"] = reason;
        condition["message"] = message;
        if (withUpdateTime)
        {
            condition["lastUpdateTime"] = Time(now);
        }

        if (present is null)
        {
            status.Ensure<JsonArray>("conditions", static () => []).Add(condition);
        }

        return true;
    }

    /// <summary>Takes a condition away.</summary>
    public static void Clear(JsonObject status, string type)
    {
        if (Find(status, type) is { } present)
        {
            ((JsonArray)status["conditions"]!).Remove(present);
        }
    }
}
