using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of the status of services: where load balancers take in their traffic.</summary>
internal static class ServiceStatusValidation
{
    private const string Field = "status.loadBalancer";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var points = Paths.Numbered(item.At("status", "loadBalancer"), "ingress", Field).ToList();
        if (points.Count > 0 && item.Text("spec", "type") != "LoadBalancer")
        {
            return [Faults.Forbidden($"{Field}.ingress", "may only be used when `spec.type` is 'LoadBalancer'")];
        }

        var before = old.Objects("status", "loadBalancer", "ingress").Select(point => point.Text("ip") ?? "").ToHashSet();
        return points.SelectMany(point => BalancedPoint.Address(point.Item, point.At, before).Concat(Mode(point.Item, point.At)).Concat(BalancedPoint.Name(point.Item, point.At)));
    }

    private static IEnumerable<FieldError> Mode(JsonObject point, string at) => (point.Text("ipMode"), string.IsNullOrEmpty(point.Text("ip"))) switch
    {
        (null, false) => [Faults.Required($"{at}.ipMode", "must be specified when `ip` is set")],
        (not null, true) => [Faults.Forbidden($"{at}.ipMode", "may not be specified when `ip` is not set")],
        (var mode, _) => Choices.OneOfIfSet($"{at}.ipMode", mode, "Proxy", "VIP"),
    };
}
