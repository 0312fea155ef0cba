using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Writing.Services;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of services.</summary>
internal static class ServiceValidation
{
    private const int AffinitySecondsMax = 86400;

    private const string NotForNames = "may not be set for ExternalName services";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var isExternal = spec.Text("type") == "ExternalName";

        // Kubernetes looks at these before it gives an address, and at nothing else then.
        if (!isExternal && Addresses(spec).ToList() is { Count: > 0 } unfit)
        {
            return unfit;
        }

        return Moved(spec, old?["spec"] as JsonObject).Concat(Type(spec)).Concat(Ports(spec)).Concat(Affinity(spec)).Concat(isExternal ? External(spec) : [])
            .Concat(MetadataValidation.Labels(spec["selector"], "spec.selector"))
            .Concat(ServiceTrafficValidation.Validate(spec, old?["spec"] as JsonObject))
            .Concat(LoadBalancerValidation.Validate(item, spec, old));
    }

    private static IEnumerable<FieldError> Type(JsonObject spec)
    {
        var type = spec.Text("type");
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
        {
            yield return Faults.NotSupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        }

        if (type != "ExternalName" && spec.Text("clusterIP") != "None" && !spec.Objects("ports").Any())
        {
            yield return Faults.Required("spec.ports");
        }

        if (type is "NodePort" or "LoadBalancer" && spec.Text("clusterIP") == "None")
        {
            yield return Faults.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        }
    }

    private static IEnumerable<FieldError> Affinity(JsonObject spec)
    {
        if (spec.Text("sessionAffinity") is not ("None" or "ClientIP"))
        {
            yield return Faults.NotSupported("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        }

        if (spec.Integer("sessionAffinityConfig", "clientIP", "timeoutSeconds") is <= 0 or > AffinitySecondsMax)
        {
            yield return Faults.Invalid(
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                spec.Integer("sessionAffinityConfig", "clientIP", "timeoutSeconds"),
                $"must be greater than 0 and less than {AffinitySecondsMax}");
        }
    }

    private static IEnumerable<FieldError> Families(JsonObject spec)
    {
        var policy = spec.Text("ipFamilyPolicy");
        return Choices.Numbered(spec, "ipFamilies", "spec").SelectMany(family => Choices.OneOf(family.At, family.Text, "IPv4", "IPv6"))
            .Concat(Choices.Unique(spec, "ipFamilies", "spec"))
            .Concat(Choices.OneOfIfSet("spec.ipFamilyPolicy", policy, "PreferDualStack", "RequireDualStack", "SingleStack"))
            .Concat(policy == "SingleStack" && spec.Texts("ipFamilies").Count() > 1
                ? [Faults.Invalid("spec.ipFamilyPolicy", policy, "must be RequireDualStack or PreferDualStack when multiple IP families are specified")]
                : []);
    }

    private static IEnumerable<FieldError> Addresses(JsonObject spec)
    {
        const string Field = "spec.clusterIPs";
        var (address, addresses) = (spec.Text("clusterIP") ?? "", spec.Texts("clusterIPs").ToList());
        if (address.Length == 0 && addresses.Count > 0)
        {
            yield return Faults.Invalid(Field, spec["clusterIPs"], "must be empty when `clusterIP` is not specified");
        }
        else if (addresses.Count > 0 && addresses[0] != address)
        {
            yield return Faults.Invalid(Field, spec["clusterIPs"], "first value must match `clusterIP`");
        }

        foreach (var error in Families(spec))
        {
            yield return error;
        }

        foreach (var (one, at) in Choices.Numbered(spec, "clusterIPs", "spec").Where(one => one.Text != "None" && !ServiceAddresses.TryParse(one.Text, out _)))
        {
            yield return Faults.Invalid(at, one, NetworkNames.AddressMessage);
        }

        if (addresses.Count > 1)
        {
            yield return Faults.Invalid(Field, spec["clusterIPs"], "may only hold up to 1 values: this cluster has one address family");
        }
    }

    /// <summary>An address stays as long as the service has one.</summary>
    private static IEnumerable<FieldError> Moved(JsonObject spec, JsonObject? before) =>
        before is not null && before.Text("type") != "ExternalName" && spec.Text("type") != "ExternalName"
        && before.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address
            ? [Faults.Invalid("spec.clusterIPs[0]", spec["clusterIPs"]?.DeepClone(), "may not change once set")]
            : [];

    private static IEnumerable<FieldError> External(JsonObject spec)
    {
        var name = (spec.Text("externalName") ?? "").TrimEnd('.');
        foreach (var error in name.Length == 0 ? [Faults.Required("spec.externalName")] : Faults.Each("spec.externalName", name, NameRules.SubdomainFaults(name)))
        {
            yield return error;
        }

        if (!string.IsNullOrEmpty(spec.Text("clusterIP")) || spec.Texts("clusterIPs").Any())
        {
            yield return Faults.Forbidden("spec.clusterIPs", NotForNames);
        }

        foreach (var field in new[] { "ipFamilies", "ipFamilyPolicy" }.Where(field => spec[field] is not (null or JsonArray { Count: 0 })))
        {
            yield return Faults.Forbidden($"spec.{field}", NotForNames);
        }
    }

    private static IEnumerable<FieldError> Ports(JsonObject spec)
    {
        var names = new HashSet<string>();
        var numbers = new HashSet<(long?, string?)>();
        var nodePorts = new HashSet<(long?, string?)>();
        var several = spec.Objects("ports").Count() > 1;
        var isOnNodes = ServiceReach.IsOnNodes(spec);
        foreach (var (port, at) in Paths.Numbered(spec, "ports", "spec"))
        {
            foreach (var error in Name(port, at, several, names).Concat(Numbers(port, at)))
            {
                yield return error;
            }

            if (!numbers.Add((port.Integer("port"), port.Text("protocol"))))
            {
                yield return Faults.Duplicate(at, new JsonObject { ["protocol"] = port.Text("protocol"), ["port"] = port.Integer("port"), ["targetPort"] = 0 });
            }

            if (port.Integer("nodePort") is > 0 and var nodePort && !nodePorts.Add((nodePort, port.Text("protocol"))))
            {
                yield return Faults.Duplicate($"{at}.nodePort", nodePort);
            }

            if (!isOnNodes && port.Integer("nodePort") is > 0)
            {
                yield return Faults.Forbidden($"{at}.nodePort", $"may not be used when `type` is '{spec.Text("type")}'");
            }
        }
    }

    private static IEnumerable<FieldError> Name(JsonObject port, string at, bool isRequired, HashSet<string> names)
    {
        var name = port.Text("name") ?? "";
        return name.Length == 0 ? isRequired ? [Faults.Required($"{at}.name")] : []
            : NameRules.LabelFaults(name).ToList() is { Count: > 0 } faults ? Faults.Each($"{at}.name", name, faults)
            : names.Add(name) ? []
            : [Faults.Duplicate($"{at}.name", name)];
    }

    private static IEnumerable<FieldError> Numbers(JsonObject port, string at)
    {
        if (!ContainerPortValidation.IsPort(port.Integer("port")))
        {
            yield return Faults.Invalid($"{at}.port", port["port"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive");
        }

        if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
        {
            yield return Faults.NotSupported($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }

        if (port.Text("targetPort") is { } name)
        {
            foreach (var error in Faults.Each($"{at}.targetPort", name, NameRules.PortNameFaults(name)))
            {
                yield return error;
            }
        }
        else if (!ContainerPortValidation.IsPort(port.Integer("targetPort")))
        {
            yield return Faults.Invalid($"{at}.targetPort", port["targetPort"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive");
        }

        if (port.Text("appProtocol") is { } application)
        {
            foreach (var error in Faults.Each($"{at}.appProtocol", application, NameRules.QualifiedNameFaults(application)))
            {
                yield return error;
            }
        }
    }
}
