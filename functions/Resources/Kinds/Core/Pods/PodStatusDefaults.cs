using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Completes the status of a pod.</summary>
internal static class PodStatusDefaults
{
    /// <summary>What a status leaves out that the server knows: the quality of service, and of the addresses the first, or all.</summary>
    public static void Prepare(JsonObject item, JsonObject old, Subresource subresource, DateTimeOffset now)
    {
        var status = item.Ensure("status");
        if (string.IsNullOrEmpty(status.Text("qosClass")) && old.Text("status", "qosClass") is { } quality)
        {
            status["qosClass"] = quality;
        }

        var (first, all) = (status.Text("podIP") ?? "", status.Objects("podIPs").Select(one => one.Text("ip") ?? "").ToList());
        if (first.Length > 0 && all.FirstOrDefault() != first)
        {
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = first });
        }
        else if (first.Length == 0 && all.Count > 0)
        {
            status["podIP"] = all[0];
        }
    }
}
