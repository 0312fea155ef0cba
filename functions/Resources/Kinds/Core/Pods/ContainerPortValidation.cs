using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers' ports.</summary>
internal static class ContainerPortValidation
{
    private const string Range = "must be between 1 and 65535, inclusive";

    public static IEnumerable<FieldError> Ports(JsonObject container, string at)
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

            if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
            {
                yield return Faults.NotSupported($"{where}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }

    /// <summary>Of a pod on the node's network a port is the node's; a template may leave it to the pods.</summary>
    public static IEnumerable<FieldError> OnHost(JsonObject spec, string field, bool isOfPod) =>
        from container in Paths.Numbered(spec, "containers", field)
        from port in Paths.Numbered(container.Item, "ports", container.At)
        let taken = port.Item.Integer("hostPort") ?? 0
        where (isOfPod || taken != 0) && taken != (port.Item.Integer("containerPort") ?? 0)
        select Faults.Invalid($"{port.At}.hostPort", taken, "must match `containerPort` when `hostNetwork` is true");

    /// <summary>Two containers of a pod cannot take the same port of the node.</summary>
    public static IEnumerable<FieldError> HostPorts(JsonObject container, string at, HashSet<string> taken)
    {
        foreach (var (port, where) in Paths.Numbered(container, "ports", at))
        {
            if (port.Integer("hostPort") is not (null or 0) and var number && $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}" is var key && !taken.Add(key))
            {
                yield return Faults.Duplicate($"{where}.hostPort", key);
            }
        }
    }

    public static bool IsPort(long? port) => port is >= 1 and <= 65535;
}
