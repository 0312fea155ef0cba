using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>What a pod takes of a node.</summary>
/// <param name="Amounts">Amounts by resource: cpu in thousandths, all else in whole units.</param>
/// <param name="HostPorts">Ports of the node that it takes.</param>
internal sealed record PodDemand(IReadOnlyDictionary<string, long> Amounts, IReadOnlyList<(string Protocol, int Port)> HostPorts)
{
    /// <summary>The sum of the containers, or the largest init container where that is more, plus the overhead.</summary>
    public static PodDemand Of(V1Pod pod)
    {
        var sum = new Dictionary<string, long>();
        foreach (var container in pod.Spec.Containers)
        {
            Add(sum, container.Resources?.Requests);
        }

        foreach (var init in pod.Spec.InitContainers ?? [])
        {
            foreach (var (resource, quantity) in init.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>())
            {
                sum[resource] = Math.Max(sum.GetValueOrDefault(resource), AmountOf(resource, quantity));
            }
        }

        Add(sum, pod.Spec.Overhead);
        return new PodDemand(sum, [.. HostPortsOf(pod)]);
    }

    /// <summary>How much there is of a resource. What is more than a number can hold is as much as it can.</summary>
    public static long AmountOf(string resource, ResourceQuantity quantity)
    {
        try
        {
            var amount = resource == "cpu" ? quantity.ToDecimal() * 1000 : quantity.ToDecimal();
            return amount >= long.MaxValue ? long.MaxValue : (long)Math.Ceiling(amount);
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>Two amounts together, and no more than a number can hold.</summary>
    public static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    public static IEnumerable<(string Protocol, int Port)> HostPortsOf(V1Pod pod) =>
        pod.Spec.Containers.SelectMany(container => container.Ports ?? []).Where(port => port.HostPort > 0).Select(port => (port.Protocol ?? "TCP", port.HostPort!.Value));

    private static void Add(Dictionary<string, long> sum, IDictionary<string, ResourceQuantity>? amounts)
    {
        foreach (var (resource, quantity) in amounts ?? new Dictionary<string, ResourceQuantity>())
        {
            sum[resource] = Sum(sum.GetValueOrDefault(resource), AmountOf(resource, quantity));
        }
    }
}
