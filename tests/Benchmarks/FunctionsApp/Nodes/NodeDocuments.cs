using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.FunctionsApp.Nodes;

/// <summary>What an agent writes.</summary>
internal static class NodeDocuments
{
    private static readonly string[] Pressures = ["MemoryPressure", "DiskPressure", "PIDPressure"];

    public static JsonObject Fresh(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = "amd64" } },
        ["spec"] = new JsonObject(),
    };

    public static JsonObject Ready(DateTimeOffset now)
    {
        var conditions = new JsonArray();
        foreach (var type in Pressures)
        {
            conditions.Add(Condition(type, "False", now));
        }

        conditions.Add(Condition("Ready", "True", now));
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["capacity"] = Amounts(),
                ["allocatable"] = Amounts(),
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
                ["nodeInfo"] = new JsonObject
                {
                    ["architecture"] = "amd64", ["bootID"] = "b", ["containerRuntimeVersion"] = "docker://28.0.0", ["kernelVersion"] = "6.1", ["kubeProxyVersion"] = "",
                    ["kubeletVersion"] = "v1.37.0", ["machineID"] = "m", ["operatingSystem"] = "linux", ["osImage"] = "Linux", ["systemUUID"] = "s",
                },
                ["conditions"] = conditions,
            },
        };
    }

    public static JsonObject Running()
    {
        var now = Text(TimeProvider.System.GetUtcNow());
        var conditions = new JsonArray();
        foreach (var type in new[] { "Initialized", "Ready", "ContainersReady", "PodScheduled" })
        {
            conditions.Add(new JsonObject { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = now });
        }

        return new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running", ["startTime"] = now, ["podIP"] = "10.0.0.1", ["hostIP"] = "127.0.0.1", ["conditions"] = conditions } };
    }

    private static JsonObject Amounts() => new() { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "110", ["ephemeral-storage"] = "100Gi" };

    private static JsonObject Condition(string type, string status, DateTimeOffset now) => new()
    {
        ["type"] = type, ["status"] = status, ["reason"] = "Kubelet", ["message"] = "as the kubelet says it", ["lastHeartbeatTime"] = Text(now), ["lastTransitionTime"] = Text(now),
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
