using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers' ports.</summary>
internal static class ContainerPortValidation
{
    private const string Range = "must be between 1 and 65535, inclusive";

    public static IEnumerable<FieldError> Ports(JsonObject container, string at)
    {
        List<FieldError>? errors = null;
        HashSet<string>? names = null;
        foreach (var (port, where) in Paths.Numbered(container, "ports", at))
        {
            if (port.Text("name") is { Length: > 0 } name)
            {
                var known = errors?.Count;
                Faults.Add(ref errors, Faults.Each($"{where}.name", name, NameRules.PortNameFaults(name)));
                if (errors?.Count == known && !(names ??= []).Add(name))
                {
                    Faults.Add(ref errors, [Faults.Duplicate($"{where}.name", name)]);
                }
            }

            Faults.Add(ref errors, Numbers(port, where));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    private static IEnumerable<FieldError> Numbers(JsonObject port, ElementPath at) => Faults.All(
        port.Integer("containerPort") is null or 0 ? [Faults.Required($"{at}.containerPort")]
            : IsPort(port.Integer("containerPort")) ? []
            : [Faults.Invalid($"{at}.containerPort", port["containerPort"], Range)],
        port.Integer("hostPort") is { } hostPort and not 0 && !IsPort(hostPort) ? [Faults.Invalid($"{at}.hostPort", hostPort, Range)] : [],
        port.Text("protocol") is "TCP" or "UDP" or "SCTP" ? [] : [Faults.NotSupported($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP")]);

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
        List<FieldError>? errors = null;
        foreach (var (port, where) in Paths.Numbered(container, "ports", at))
        {
            if (port.Integer("hostPort") is not (null or 0) and var number && $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}" is var key && !taken.Add(key))
            {
                (errors ??= []).Add(Faults.Duplicate($"{where}.hostPort", key));
            }
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    public static bool IsPort(long? port) => port is >= 1 and <= 65535;
}
