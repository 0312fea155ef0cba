using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>What a kubelet says of its node.</summary>
internal static class NodeDocuments
{
    private static readonly string[] Pressures = ["MemoryPressure", "DiskPressure", "PIDPressure"];

    public static V1Node Fresh(string name) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = "amd64" },
        },
    };

    /// <summary>A merge patch of the status.</summary>
    public static string Ready()
    {
        JsonObject[] conditions = [.. Pressures.Select(type => Condition(type, "False", "KubeletHasSufficient" + type[..^8])), Condition("Ready", "True", "KubeletReady")];
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["capacity"] = Amounts(),
                ["allocatable"] = Amounts(),
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }),
                ["nodeInfo"] = new JsonObject
                {
                    ["architecture"] = "amd64", ["bootID"] = "b", ["containerRuntimeVersion"] = "docker://28.0.0", ["kernelVersion"] = "6.1", ["kubeProxyVersion"] = "",
                    ["kubeletVersion"] = "v1.37.0", ["machineID"] = "m", ["operatingSystem"] = "linux", ["osImage"] = "Linux", ["systemUUID"] = "s",
                },
                ["conditions"] = new JsonArray(conditions),
            },
        }.ToJsonString();
    }

    /// <summary>The applied configuration of the Lease by which a node shows that it lives.</summary>
    public static string Lease(string name) => new JsonObject
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["holderIdentity"] = name, ["leaseDurationSeconds"] = 40, ["renewTime"] = Time("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'") },
    }.ToJsonString();

    /// <summary>Now, as the API writes times.</summary>
    public static string Time(string format = "yyyy-MM-dd'T'HH:mm:ss'Z'") => DateTime.UtcNow.ToString(format, CultureInfo.InvariantCulture);

    private static JsonObject Amounts() => new() { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "1000", ["ephemeral-storage"] = "100Gi" };

    private static JsonObject Condition(string type, string status, string reason) => new()
    {
        ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = "as the kubelet says it", ["lastHeartbeatTime"] = Time(), ["lastTransitionTime"] = Time(),
    };
}
