using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

/// <summary>Defaults of API services.</summary>
internal static class ApiServiceDefaults
{
    private const int HttpsPort = 443;

    public static void Apply(JsonObject item)
    {
        (item.At("spec", "service") as JsonObject)?.Default("port", HttpsPort);
    }

    /// <summary>What this server serves itself is there at once.</summary>
    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        if (item.At("spec", "service") is null)
        {
            item["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Available",
                    ["status"] = "True",
                    ["lastTransitionTime"] = Preparation.TimeText(now),
                    ["reason"] = "Local",
                    ["message"] = "Local APIServices are always available",
                }),
            };
        }
    }
}
