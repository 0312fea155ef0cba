using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers;

/// <summary>Writes statuses.</summary>
internal static class StatusUpdate
{
    /// <summary>As <see cref="Of(JsonObject?, string, JsonObject)"/>, but only on the version that the status was worked out from: an instance that comes in late must
    /// not write an older status over a newer one.</summary>
    public static UpdateDecision Of(JsonObject? current, JsonObject read, JsonObject status) =>
        current is not null && current.Text("metadata", "uid") == read.Text("metadata", "uid") && current.Text("metadata", "resourceVersion") != read.Text("metadata", "resourceVersion")
            ? new UpdateDecision.Refuse(new Refusal.Conflict(read.Text("kind") ?? "", read.Text("metadata", "name") ?? "", "its status was worked out from an older version"))
            : Of(current, read.Text("metadata", "uid") ?? "", status);

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
