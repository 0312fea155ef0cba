using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of pods.</summary>
internal static class PodValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        foreach (var error in Spec(item["spec"] as JsonObject ?? [], "spec"))
        {
            yield return error;
        }

        if (old is not null && !JsonNode.DeepEquals(Fixed(item), Fixed(old)))
        {
            yield return Faults.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    /// <summary>Rules of a pod's spec; <paramref name="field"/> is where it stands.</summary>
    public static IEnumerable<FieldError> Spec(JsonObject spec, string field)
    {
        var volumes = new HashSet<string>();
        foreach (var (volume, at) in Numbered(spec, "volumes", field))
        {
            foreach (var error in Volume(volume, at, volumes))
            {
                yield return error;
            }
        }

        var names = new HashSet<string>();
        if (!spec.Objects("containers").Any())
        {
            yield return Faults.Required($"{field}.containers");
        }

        foreach (var (container, at) in Numbered(spec, "initContainers", field).Concat(Numbered(spec, "containers", field)))
        {
            foreach (var error in ContainerValidation.Validate(container, at, names, volumes))
            {
                yield return error;
            }
        }

        foreach (var error in Policies(spec, field))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Policies(JsonObject spec, string field)
    {
        if (spec.Text("restartPolicy") is not ("Always" or "OnFailure" or "Never"))
        {
            yield return Faults.NotSupported($"{field}.restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        }

        if (spec.Text("dnsPolicy") is not ("ClusterFirstWithHostNet" or "ClusterFirst" or "Default" or "None"))
        {
            yield return Faults.NotSupported($"{field}.dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        }

        if (spec.Integer("terminationGracePeriodSeconds") is < 0)
        {
            yield return Faults.Invalid($"{field}.terminationGracePeriodSeconds", spec["terminationGracePeriodSeconds"], "must be greater than or equal to 0");
        }

        if (spec.Integer("activeDeadlineSeconds") is < 1)
        {
            yield return Faults.Invalid($"{field}.activeDeadlineSeconds", spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive");
        }

        foreach (var error in MetadataValidation.Labels(spec["nodeSelector"], $"{field}.nodeSelector"))
        {
            yield return error;
        }

        foreach (var (toleration, at) in Numbered(spec, "tolerations", field))
        {
            if (toleration.Text("operator") is not (null or "" or "Equal" or "Exists"))
            {
                yield return Faults.NotSupported($"{at}.operator", toleration.Text("operator"), "Equal", "Exists");
            }

            if (toleration.Text("effect") is { Length: > 0 } effect && !Effects.Contains(effect))
            {
                yield return Faults.NotSupported($"{at}.effect", effect, Effects);
            }
        }
    }

    private static IEnumerable<FieldError> Volume(JsonObject volume, string at, HashSet<string> names)
    {
        var name = volume.Text("name") ?? "";
        if (name.Length == 0)
        {
            yield return Faults.Required($"{at}.name");
        }
        else if (!NameRules.IsLabel(name))
        {
            yield return Faults.Invalid($"{at}.name", name, NameRules.LabelMessage);
        }
        else if (!names.Add(name))
        {
            yield return Faults.Duplicate($"{at}.name", name);
        }

        if (volume.Count > 2)
        {
            yield return Faults.Forbidden($"{at}.{volume.Skip(2).First().Key}", "may not specify more than 1 volume type");
        }

        if (volume["hostPath"] is JsonObject && string.IsNullOrEmpty(volume.Text("hostPath", "path")))
        {
            yield return Faults.Required($"{at}.hostPath.path");
        }

        if (volume["secret"] is JsonObject && string.IsNullOrEmpty(volume.Text("secret", "secretName")))
        {
            yield return Faults.Required($"{at}.secret.secretName");
        }

        if (volume["configMap"] is JsonObject && string.IsNullOrEmpty(volume.Text("configMap", "name")))
        {
            yield return Faults.Required($"{at}.configMap.name");
        }
    }

    internal static IEnumerable<(JsonObject Item, string At)> Numbered(JsonObject owner, string name, string field) =>
        owner.Objects(name).Select((item, index) => (item, $"{field}.{name}[{index}]"));

    /// <summary>The part of a pod's spec that never changes.</summary>
    private static JsonNode? Fixed(JsonObject item)
    {
        var spec = item["spec"]?.DeepClone() as JsonObject ?? [];
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            container.Remove("image");
        }

        foreach (var free in new[] { "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates", "nodeName" })
        {
            spec.Remove(free);
        }

        return spec;
    }
}
