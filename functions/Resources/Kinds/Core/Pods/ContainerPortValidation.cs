using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers' ports.</summary>
internal static class ContainerPortValidation
{
    private const string Range = "must be between 1 and 65535, inclusive";

    /// <param name="container">The container.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isOnHost">Whether it shares the node's network, where a port is the node's.</param>
    public static IEnumerable<FieldError> Ports(JsonObject container, string at, bool isOnHost)
    {
        var names = new HashSet<string>();
        foreach (var (port, where) in Paths.Numbered(container, "ports", at))
        {
            if (port.Text("name") is { Length: > 0 } name)
            {
                var faults = Faults.Each($"{where}.name", name, NameRules.PortNameFaults(name)).ToList();
                foreach (var fault in faults)
                {
                    yield return fault;
                }

                if (faults.Count == 0 && !names.Add(name))
                {
                    yield return Faults.Duplicate($"{where}.name", name);
                }
            }

            if (port.Integer("containerPort") is null or 0)
            {
                yield return Faults.Required($"{where}.containerPort");
            }
            else if (!IsPort(port.Integer("containerPort")))
            {
                yield return Faults.Invalid($"{where}.containerPort", port["containerPort"], Range);
            }

            if (port.Integer("hostPort") is { } hostPort and not 0 && !IsPort(hostPort))
            {
                yield return Faults.Invalid($"{where}.hostPort", hostPort, Range);
            }

            if (isOnHost && port.Integer("hostPort") != port.Integer("containerPort"))
            {
                yield return Faults.Invalid($"{where}.containerPort", port["containerPort"], "must match `hostPort` when `hostNetwork` is true");
            }

            if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
            {
                yield return Faults.NotSupported($"{where}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }

    /// <summary>Two containers of a pod cannot take the same port of the node.</summary>
    public static IEnumerable<FieldError> HostPorts(JsonObject container, string at, HashSet<string> taken)
    {
        foreach (var (port, where) in Paths.Numbered(container, "ports", at))
        {
            if (port.Integer("hostPort") is > 0 and var number && $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}" is var key && !taken.Add(key))
            {
                yield return Faults.Duplicate($"{where}.hostPort", key);
            }
        }
    }

    public static bool IsPort(long? port) => port is >= 1 and <= 65535;
}
