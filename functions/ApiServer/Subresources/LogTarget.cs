using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Which container's log is meant.</summary>
internal static class LogTarget
{
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The container's name, or what is wrong about the one asked for.</summary>
    public static (string? Container, string? Fault) Choose(JsonObject pod, string? asked)
    {
        var name = pod.Text("metadata", "name");
        if (asked is not null)
        {
            return Lists.SelectMany(list => Names(pod, list)).Contains(asked)
                ? (asked, null)
                : (null, $"container {asked} is not valid for pod {name}");
        }

        var containers = Names(pod, "containers");
        if (containers.Count == 1)
        {
            return (containers[0], null);
        }

        var inits = Names(pod, "initContainers");
        var fault = containers.Count == 0
            ? $"a container name must be specified for pod {name}"
            : $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers)}]";
        return (null, inits.Count > 0 && containers.Count > 0 ? $"{fault} or one of the init containers: [{string.Join(' ', inits)}]" : fault);
    }

    private static List<string> Names(JsonObject pod, string list) => [.. pod.Objects("spec", list).Select(container => container.Text("name") ?? "")];
}
