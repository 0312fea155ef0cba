using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of services.</summary>
internal static class ServiceValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var type = spec.Text("type");
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
        {
            yield return Faults.NotSupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        }

        if (spec.Text("sessionAffinity") is not ("None" or "ClientIP"))
        {
            yield return Faults.NotSupported("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        }

        if (type != "ExternalName" && spec.Text("clusterIP") != "None" && !spec.Objects("ports").Any())
        {
            yield return Faults.Required("spec.ports");
        }

        foreach (var error in Ports(spec).Concat(MetadataValidation.Labels(spec["selector"], "spec.selector")))
        {
            yield return error;
        }

        if (old.Text("spec", "clusterIP") is { Length: > 0 } before && spec.Text("clusterIP") != before && type != "ExternalName")
        {
            yield return Faults.Invalid("spec.clusterIPs[0]", spec["clusterIP"], "may not change once set");
        }
    }

    private static IEnumerable<FieldError> Ports(JsonObject spec)
    {
        var names = new HashSet<string>();
        var several = spec.Objects("ports").Count() > 1;
        foreach (var (port, at) in PodValidation.Numbered(spec, "ports", "spec"))
        {
            if (port.Integer("port") is null or < 1 or > 65535)
            {
                yield return Faults.Invalid($"{at}.port", port["port"] ?? 0, "must be between 1 and 65535, inclusive");
            }

            var name = port.Text("name") ?? "";
            if (several && name.Length == 0)
            {
                yield return Faults.Required($"{at}.name");
            }
            else if (name.Length > 0 && !NameRules.IsLabel(name))
            {
                yield return Faults.Invalid($"{at}.name", name, NameRules.LabelMessage);
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                yield return Faults.Duplicate($"{at}.name", name);
            }

            if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
            {
                yield return Faults.NotSupported($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }
}
