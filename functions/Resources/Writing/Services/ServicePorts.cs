using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Writing.Services;

/// <summary>Gives a service its ports on the nodes. Pure.</summary>
/// <remarks>What cannot be given is the fault of the request here; Kubernetes calls some of it an error of its own.</remarks>
internal static class ServicePorts
{
    private const string HealthCheckField = "spec.healthCheckNodePort";

    /// <summary>Fills in the ports that it still needs, and judges those that it asked for.</summary>
    public static void Allocate(JsonObject spec, uint seed, Func<long, bool> isTaken, List<FieldError> errors)
    {
        var own = new Dictionary<long, int>();
        foreach (var (port, at) in Paths.Numbered(spec, "ports", "spec"))
        {
            if (port.Integer("nodePort") is > 0 and var asked)
            {
                own.TryAdd(port.Integer("port") ?? 0, (int)asked);
                errors.AddRange(Fault(asked, isTaken) is { } fault ? [Faults.Invalid($"{at}.nodePort", asked, fault)] : []);
            }
        }

        var given = own.Values.ToHashSet();
        if (spec.Integer("healthCheckNodePort") is > 0 and var healthCheck)
        {
            given.Add((int)healthCheck);
        }

        // Ports of one number, of several protocols, are one on the nodes too. A load balancer may do without.
        var isGiven = spec.Text("type") == "NodePort" || spec.Flag("allocateLoadBalancerNodePorts");
        foreach (var port in spec.Objects("ports").Where(port => isGiven && port.Integer("nodePort") is null or 0))
        {
            var number = port.Integer("port") ?? 0;
            if (!own.TryGetValue(number, out var free) && Pick(seed, given, isTaken, "spec.ports", "nodePort", errors) is { } picked)
            {
                free = own[number] = picked;
            }

            if (free > 0)
            {
                port["nodePort"] = free;
            }
        }

        if (ServiceReach.IsHealthChecked(spec))
        {
            HealthCheck(spec, seed, given, isTaken, errors);
        }
    }

    /// <summary>The port at which nodes tell a load balancer whether they have pods of the service.</summary>
    private static void HealthCheck(JsonObject spec, uint seed, HashSet<int> given, Func<long, bool> isTaken, List<FieldError> errors)
    {
        if (spec.Integer("healthCheckNodePort") is > 0 and var asked)
        {
            errors.AddRange(Fault(asked, isTaken) is { } fault ? [Faults.Invalid(HealthCheckField, asked, $"failed to allocate requested HealthCheck NodePort {asked}: {fault}")] : []);
        }
        else if (Pick(seed, given, isTaken, HealthCheckField, "HealthCheck NodePort", errors) is { } free)
        {
            spec["healthCheckNodePort"] = free;
        }
    }

    private static int? Pick(uint seed, HashSet<int> given, Func<long, bool> isTaken, string field, string what, List<FieldError> errors)
    {
        if (NodePorts.Pick(seed, port => given.Contains(port) || isTaken(port)) is { } free)
        {
            given.Add(free);
            return free;
        }

        errors.Add(Faults.Invalid(field, null, $"failed to allocate a {what}: range is full"));
        return null;
    }

    private static string? Fault(long port, Func<long, bool> isTaken) =>
        !NodePorts.IsInRange(port) ? $"provided port is not in the valid range. The range of valid ports is {NodePorts.Range}"
        : isTaken(port) ? "provided port is already allocated"
        : null;
}
