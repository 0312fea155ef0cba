using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of pods.</summary>
internal static class PodValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var errors = Spec(item["spec"] as JsonObject ?? [], "spec");
        return errors.Concat(old is null ? Create(item["spec"]) : PodUpdateValidation.Validate(item, old));
    }

    /// <summary>What a pod begins without.</summary>
    private static IEnumerable<FieldError> Create(JsonNode? spec)
    {
        if (spec.Objects("ephemeralContainers").Any())
        {
            yield return Faults.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        }

        if (!string.IsNullOrEmpty(spec.Text("nodeName")) && spec.Objects("schedulingGates").Any())
        {
            yield return Faults.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
        }
    }

    /// <summary>Rules of a pod's spec; <paramref name="field"/> is where it stands.</summary>
    public static IEnumerable<FieldError> Spec(JsonObject spec, string field)
    {
        var volumes = new Dictionary<string, JsonObject>();
        var errors = VolumeValidation.All(spec, field, volumes).ToList();
        if (!spec.Objects("containers").Any())
        {
            errors.Add(Faults.Required($"{field}.containers"));
        }

        errors.AddRange(ContainerValidation.All(spec, field, volumes));
        errors.AddRange(Policies(spec, field));
        errors.AddRange(Names(spec, field));
        errors.AddRange(SchedulingValidation.Validate(spec, field));
        errors.AddRange(NetworkValidation.Validate(spec, field));
        errors.AddRange(SecurityValidation.Pod(spec["securityContext"], $"{field}.securityContext"));
        return errors;
    }

    private static IEnumerable<FieldError> Policies(JsonObject spec, string field)
    {
        if (spec.Text("restartPolicy") is not ("Always" or "OnFailure" or "Never"))
        {
            yield return Faults.NotSupported($"{field}.restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        }

        if (spec.Integer("activeDeadlineSeconds") is < 1 or > int.MaxValue)
        {
            yield return Faults.Invalid($"{field}.activeDeadlineSeconds", spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive");
        }

        if (spec.Text("preemptionPolicy") is { } preemption && preemption is not ("Never" or "PreemptLowerPriority"))
        {
            yield return Faults.NotSupported($"{field}.preemptionPolicy", preemption, "Never", "PreemptLowerPriority");
        }

        if (spec.Flag("shareProcessNamespace") && spec.Flag("hostPID"))
        {
            yield return Faults.Invalid($"{field}.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }

        if (spec["os"] is { } system && system.Text("name") is not ("linux" or "windows"))
        {
            yield return string.IsNullOrEmpty(system.Text("name"))
                ? Faults.Required($"{field}.os.name", "cannot be empty")
                : Faults.NotSupported($"{field}.os", system.Text("name"), "linux", "windows");
        }

        foreach (var (gate, at) in Paths.Numbered(spec, "readinessGates", field))
        {
            foreach (var error in Faults.Each($"{at}.conditionType", gate.Text("conditionType") ?? "", NameRules.QualifiedNameFaults(gate.Text("conditionType") ?? "")))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Names(JsonObject spec, string field)
    {
        foreach (var name in new[] { "nodeName", "serviceAccountName", "priorityClassName", "runtimeClassName" })
        {
            if (spec.Text(name) is { Length: > 0 } value)
            {
                foreach (var error in Faults.Each($"{field}.{name}", value, NameRules.SubdomainFaults(value)))
                {
                    yield return error;
                }
            }
        }

        foreach (var name in new[] { "hostname", "subdomain" })
        {
            if (spec.Text(name) is { Length: > 0 } value)
            {
                foreach (var error in Faults.Each($"{field}.{name}", value, NameRules.LabelFaults(value)))
                {
                    yield return error;
                }
            }
        }
    }
}
