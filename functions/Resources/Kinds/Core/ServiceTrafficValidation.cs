using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of services about where their traffic comes from and where it goes.</summary>
internal static class ServiceTrafficValidation
{
    /// <summary>The faults of a specification; those of an older one, if any, are forgiven where Kubernetes does.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject spec, JsonObject? old) =>
        ExternalAddresses(spec, old).Concat(ExternalPolicy(spec)).Concat(HealthCheck(spec, old)).Concat(InternalPolicy(spec))
            .Concat(Choices.OneOfIfSet("spec.trafficDistribution", spec.Text("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode"));

    private static IEnumerable<FieldError> ExternalAddresses(JsonObject spec, JsonObject? old)
    {
        var before = old.Texts("externalIPs").ToHashSet();
        foreach (var (text, at) in Choices.Numbered(spec, "externalIPs", "spec"))
        {
            var isAddress = NetworkNames.TryAddress(text, out var address);
            if (!isAddress && !before.Contains(text))
            {
                yield return Faults.Invalid(at, text, NetworkNames.AddressMessage);
            }
            else if (isAddress && NetworkNames.SpecialFault(text, address) is { } special)
            {
                yield return Faults.Invalid(at, text, special);
            }
        }
    }

    private static IEnumerable<FieldError> ExternalPolicy(JsonObject spec)
    {
        var policy = spec.Text("externalTrafficPolicy");
        return ServiceReach.IsExternal(spec) ? Choices.OneOf("spec.externalTrafficPolicy", policy, "Cluster", "Local")
            : string.IsNullOrEmpty(policy) ? []
            : [Faults.Invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services")];
    }

    private static IEnumerable<FieldError> HealthCheck(JsonObject spec, JsonObject? old)
    {
        var port = spec.Integer("healthCheckNodePort") ?? 0;
        if (!ServiceReach.IsHealthChecked(spec))
        {
            return port == 0 ? [] : [Faults.Invalid("spec.healthCheckNodePort", port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")];
        }

        // A service that is older than the ports of health checks has none yet, and is given one.
        if (old is not null && ServiceReach.IsHealthChecked(old) && old.Integer("healthCheckNodePort") is > 0 and var before && before != port)
        {
            return [Faults.Forbidden("spec.healthCheckNodePort", "field is immutable")];
        }

        return port == 0 || ContainerPortValidation.IsPort(port) ? [] : [Faults.Invalid("spec.healthCheckNodePort", port, "must be between 1 and 65535, inclusive")];
    }

    private static IEnumerable<FieldError> InternalPolicy(JsonObject spec)
    {
        var policy = spec.Text("internalTrafficPolicy");
        return spec.Text("type") == "ExternalName"
            ? Choices.OneOfIfSet("spec.internalTrafficPolicy", policy, "Cluster", "Local")
            : Choices.OneOf("spec.internalTrafficPolicy", policy, "Cluster", "Local");
    }
}
