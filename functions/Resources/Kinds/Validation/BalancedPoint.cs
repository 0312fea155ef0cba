using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of a point where a load balancer takes in traffic.</summary>
internal static class BalancedPoint
{
    /// <summary>The address is one, or was there before.</summary>
    public static IEnumerable<FieldError> Address(JsonObject point, string at, IEnumerable<string> before) =>
        point.Text("ip") is { Length: > 0 } address && !NetworkNames.TryAddress(address, out _) && !before.Contains(address)
            ? [Faults.Invalid($"{at}.ip", address, NetworkNames.AddressMessage)]
            : [];

    /// <summary>The name is one, and no address.</summary>
    public static IEnumerable<FieldError> Name(JsonObject point, string at)
    {
        if (point.Text("hostname") is not { Length: > 0 } host)
        {
            return [];
        }

        var errors = Faults.Each($"{at}.hostname", host, NameRules.SubdomainFaults(host));
        return NetworkNames.TryAddress(host, out _) ? errors.Append(Faults.Invalid($"{at}.hostname", host, "must be a DNS name, not an IP address")) : errors;
    }
}
