using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>Writes statuses.</summary>
internal static class StatusUpdate
{
    /// <summary>The update that replaces the status of the object with this uid; another object of the same name is left alone.</summary>
    public static UpdateDecision Of(JsonObject? current, string uid, JsonObject status)
    {
        if (current is null || current.Text("metadata", "uid") != uid)
        {
            return new UpdateDecision.Nothing();
        }

        current["status"] = status.DeepClone();
        return new UpdateDecision.Replace(current);
    }
}
