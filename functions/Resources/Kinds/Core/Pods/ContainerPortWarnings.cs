using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Ports of a pod's containers that may be one another's.</summary>
internal static class ContainerPortWarnings
{
    /// <summary>Most ports of a pod that are looked at: each is compared with all before it.</summary>
    private const int PortsMax = 1000;

    public static IEnumerable<string> Of(JsonObject spec, string at) => IsPlain(spec) ? [] : Places(spec, at).Concat(Names(spec, at));

    /// <summary>Whether there are a few ports, all of other numbers and names and none of an address, as of most pods.</summary>
    private static bool IsPlain(JsonObject spec)
    {
        var (seen, count) = (default(FewPorts), 0);
        foreach (var list in PodContainers.Lists)
        {
            for (var index = 0; spec[list] is JsonArray containers && index < containers.Count; index++)
            {
                for (var at = 0; containers[index].At("ports") is JsonArray ports && at < ports.Count; at++)
                {
                    if (count == FewPorts.Max || ports[at] is not JsonObject port || port["hostIP"] is not null || IsLike(port, seen[..count]))
                    {
                        return false;
                    }

                    seen[count++] = port;
                }
            }
        }

        return true;
    }

    private static bool IsLike(JsonObject port, ReadOnlySpan<JsonObject> others)
    {
        var (number, name) = (port.Integer("containerPort"), port.Text("name"));
        foreach (var other in others)
        {
            if (other.Integer("containerPort") == number || (!string.IsNullOrEmpty(name) && other.Text("name") == name))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Places(JsonObject spec, string at)
    {
        var seen = new List<(JsonObject Port, ElementPath At)>();
        foreach (var (port, path) in All(spec, at).Take(PortsMax))
        {
            if (AddressOf(port).Length > 0 && HostPortOf(port) == 0)
            {
                yield return $"{path}: hostIP set without hostPort: {Shown(port)}";
            }

            foreach (var (other, place) in seen)
            {
                if (Fault(port, other) is { } fault)
                {
                    yield return $"{path}: {fault} with {place}";
                }
            }

            seen.Add((port, path));
        }
    }

    private static IEnumerable<string> Names(JsonObject spec, string at)
    {
        var seen = new Dictionary<string, ElementPath>();
        foreach (var (port, path) in All(spec, at))
        {
            if (port.Text("name") is { Length: > 0 } name && !seen.TryAdd(name, path))
            {
                yield return $"{path}: duplicate port name \"{name}\" with {seen[name]}, services and probes that select ports by name will use {seen[name]}";
            }
        }
    }

    private static string? Fault(JsonObject port, JsonObject other) =>
        port.Integer("containerPort") != other.Integer("containerPort") || port.Text("protocol") != other.Text("protocol") ? null
        : HostPortOf(port) == HostPortOf(other) && AddressOf(port) == AddressOf(other) ? "duplicate port definition"
        : HostPortOf(port) == 0 || HostPortOf(other) == 0 ? "overlapping port definition"
        : HostPortOf(port) == HostPortOf(other) && (AddressOf(port).Length == 0) != (AddressOf(other).Length == 0) ? "dangerously ambiguous port definition"
        : null;

    private static IEnumerable<(JsonObject Item, ElementPath At)> All(JsonObject spec, string at) =>
        PodContainers.Numbered(spec, at).SelectMany(static container => Paths.Numbered(container.Item, "ports", container.At));

    private static string AddressOf(JsonObject port) => port.Text("hostIP") ?? "";

    private static long HostPortOf(JsonObject port) => port.Integer("hostPort") ?? 0;

    /// <summary>A port as Go prints it.</summary>
    private static string Shown(JsonObject port) =>
        $"{{Name:{port.Text("name")} HostPort:{HostPortOf(port)} ContainerPort:{port.Integer("containerPort")} Protocol:{port.Text("protocol")} HostIP:{AddressOf(port)}}}";

    [InlineArray(Max)]
    private struct FewPorts
    {
        public const int Max = 8;

        private JsonObject _first;
    }
}
