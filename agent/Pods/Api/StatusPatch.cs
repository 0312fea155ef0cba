using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Pods.Api;

/// <summary>What has to be merged into a pod's status to make it what it should be.</summary>
internal static class StatusPatch
{
    /// <summary>Fields that a status may lose; the others are only ever set.</summary>
    private static readonly string[] Removable = ["reason", "message"];

    /// <summary>The fields that differ; null if none does.</summary>
    public static JsonObject? Between(V1PodStatus? current, V1PodStatus wanted)
    {
        var before = Document(current);
        var after = Document(wanted);
        var patch = new JsonObject();
        foreach (var (name, value) in after)
        {
            if (!JsonNode.DeepEquals(before[name], value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        foreach (var name in Removable.Where(name => before.ContainsKey(name) && !after.ContainsKey(name)))
        {
            patch[name] = null;
        }

        return patch.Count == 0 ? null : patch;
    }

    private static JsonObject Document(V1PodStatus? status)
    {
        var document = status is null ? [] : JsonNode.Parse(KubernetesJson.Serialize(status))!.AsObject();
        Tidy(document);
        return document;
    }

    /// <summary>What Go leaves out when it is empty, other than the states of a container, makes no difference.</summary>
    private static void Tidy(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Tidy(item);
            }
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                Tidy(value);
                if (value is null or JsonArray { Count: 0 } || name != "lastState" && name != "state" && value is JsonObject { Count: 0 })
                {
                    fields.Remove(name);
                }
            }
        }
    }
}
