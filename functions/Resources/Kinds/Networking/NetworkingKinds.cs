using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Networking;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>networking.k8s.io</c>, one row each.</summary>
public static class NetworkingKinds
{
    /// <summary>Ingresses.</summary>
    public static ResourceKind Ingresses { get; } = new()
    {
        Group = "networking.k8s.io", Version = "v1", Kind = "Ingress", Plural = "ingresses", Singular = "ingress", ShortNames = ["ing"], Namespaced = true,
        Schema = Schema("Ingress"), Collection = "networking.k8s.io/ingresses", Subresources = [Subresource.Status], MetadataKeptByStatus = [], HasGeneration = true, Columns = NetworkingColumns.Ingresses,
        Validate = IngressValidation.Validate, ValidateStatus = IngressValidation.ValidateStatus, Warnings = IngressValidation.Warnings,
    };

    /// <summary>Classes of ingresses.</summary>
    public static ResourceKind IngressClasses { get; } = new()
    {
        Group = "networking.k8s.io", Version = "v1", Kind = "IngressClass", Plural = "ingressclasses", Singular = "ingressclass", Namespaced = false,
        Schema = Schema("IngressClass"), Collection = "networking.k8s.io/ingressclasses", HasGeneration = true, Columns = NetworkingColumns.IngressClasses, Immutable = ["spec.controller"],
        Default = NetworkingDefaults.IngressClass, Validate = IngressClassValidation.Validate,
    };

    /// <summary>Network policies.</summary>
    public static ResourceKind NetworkPolicies { get; } = new()
    {
        Group = "networking.k8s.io", Version = "v1", Kind = "NetworkPolicy", Plural = "networkpolicies", Singular = "networkpolicy", ShortNames = ["netpol"], Namespaced = true,
        Schema = Schema("NetworkPolicy"), Collection = "networking.k8s.io/networkpolicies", HasGeneration = true, Columns = NetworkingColumns.NetworkPolicies,
        Default = NetworkingDefaults.NetworkPolicy, Validate = NetworkPolicyValidation.Validate, Warnings = NetworkPolicyWarnings.Of,
    };

    /// <summary>Ranges of the addresses of services.</summary>
    public static ResourceKind ServiceCidrs { get; } = new()
    {
        Group = "networking.k8s.io", Version = "v1", Kind = "ServiceCIDR", Plural = "servicecidrs", Singular = "servicecidr", Namespaced = false,
        Schema = Schema("ServiceCIDR"), Collection = "networking.k8s.io/servicecidrs", Subresources = [Subresource.Status], Columns = NetworkingColumns.ServiceCidrs,
        Validate = AddressValidation.ServiceCidr,
    };

    /// <summary>Addresses that are taken.</summary>
    public static ResourceKind IpAddresses { get; } = new()
    {
        Group = "networking.k8s.io", Version = "v1", Kind = "IPAddress", Plural = "ipaddresses", Singular = "ipaddress", ShortNames = ["ip"], Namespaced = false,
        Schema = Schema("IPAddress"), Collection = "networking.k8s.io/ipaddresses", Columns = NetworkingColumns.IpAddresses, NameFaults = NetworkNames.AddressFaults,
        Immutable = ["spec.parentRef"],
        Validate = AddressValidation.IpAddress,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [IngressClasses, Ingresses, IpAddresses, NetworkPolicies, ServiceCidrs];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.networking.v1." + kind);
}
