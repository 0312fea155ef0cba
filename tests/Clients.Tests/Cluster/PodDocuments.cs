using System.Text.Json.Nodes;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>What a kubelet says of a pod.</summary>
internal static class PodDocuments
{
    /// <summary>A merge patch of the status of a pod that has just started, or whose images are missing.</summary>
    public static string Status(V1Pod pod, string address)
    {
        var now = NodeDocuments.Time();
        var runs = !pod.Spec.Containers.Any(IsMissing);
        JsonObject[] conditions = [.. new[] { ("Initialized", true), ("Ready", runs), ("ContainersReady", runs), ("PodScheduled", true) }
            .Select(one => new JsonObject { ["type"] = one.Item1, ["status"] = one.Item2 ? "True" : "False", ["lastTransitionTime"] = now })];
        JsonObject[] containers = [.. pod.Spec.Containers.Select(container => Container(container, now))];
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["phase"] = runs ? "Running" : "Pending",
                ["startTime"] = now,
                ["hostIP"] = "127.0.0.1",
                ["podIP"] = address,
                ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }),
                ["conditions"] = new JsonArray(conditions),
                ["containerStatuses"] = new JsonArray(containers),
            },
        }.ToJsonString();
    }

    private static bool IsMissing(V1Container container) => container.Image.StartsWith("missing", StringComparison.Ordinal);

    private static JsonObject Container(V1Container container, string now)
    {
        JsonObject state = IsMissing(container)
            ? new() { ["waiting"] = new JsonObject { ["reason"] = "ErrImagePull", ["message"] = "not found" } }
            : new() { ["running"] = new JsonObject { ["startedAt"] = now } };
        return new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = IsMissing(container) ? "" : "docker://sha256:0",
            ["containerID"] = $"docker://{container.Name}",
            ["ready"] = !IsMissing(container),
            ["started"] = !IsMissing(container),
            ["restartCount"] = 0,
            ["state"] = state,
        };
    }
}
