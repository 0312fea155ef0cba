using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of pods.</summary>
internal static class PodValidation
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) =>
        Faults.All(Whole(item), old is null ? Create(item) : PodUpdateValidation.Validate(item, old));

    /// <summary>What holds of a pod, whatever is written of it.</summary>
    public static IEnumerable<FieldError> Whole(JsonObject item)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return Faults.All(
            PodAnnotationValidation.Validate(item.At("metadata", "annotations"), spec, "metadata.annotations"),
            Spec(spec, "spec", item),
            Tokens(spec),
            ContainerValidation.Trimmed(spec, "containers", "spec"),
            ContainerValidation.Trimmed(spec, "initContainers", "spec"));
    }

    /// <summary>Rules of a pod's spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="pod">The pod; null for a template.</param>
    public static IEnumerable<FieldError> Spec(JsonObject spec, string field, JsonObject? pod = null)
    {
        var volumes = new Dictionary<string, JsonObject>();
        return Faults.All(
            VolumeValidation.All(spec, field, pod, volumes),
            ResourceClaimValidation.OfPod(spec, field),
            ContainerValidation.All(spec, field, volumes),
            PodResourceValidation.Validate(spec, field),
            spec.Flag("hostNetwork") ? ContainerPortValidation.OnHost(spec, field, pod is not null) : [],
            Choices.OneOf($"{field}.restartPolicy", spec.Text("restartPolicy"), RestartPolicies),
            Choices.OneOf($"{field}.dnsPolicy", spec.Text("dnsPolicy"), DnsPolicies),
            MetadataValidation.Labels(spec["nodeSelector"], $"{field}.nodeSelector"),
            SecurityValidation.Pod(spec, field),
            AffinityValidation.Validate(spec["affinity"], $"{field}.affinity"),
            NetworkValidation.Resolver(spec, field),
            spec["readinessGates"] is null ? [] : ReadinessGates(spec, field),
            spec["schedulingGates"] is null ? [] : SchedulingValidation.Gates(spec, field),
            spec["topologySpreadConstraints"] is null ? [] : SpreadValidation.Validate(spec, field),
            WindowsValidation.HostProcess(spec, field),
            HostNamespaceValidation.Users(spec, field),
            Name(spec, "serviceAccountName", field, NameRules.SubdomainFaults),
            Name(spec, "nodeName", field, NameRules.SubdomainFaults),
            Deadline(spec, $"{field}.activeDeadlineSeconds"),
            Name(spec, "hostname", field, NameRules.LabelFaults),
            Name(spec, "subdomain", field, NameRules.LabelFaults),
            SchedulingValidation.Tolerations(spec, field),
            spec["hostAliases"] is null ? [] : NetworkValidation.HostAliases(spec, field),
            Name(spec, "priorityClassName", field, NameRules.SubdomainFaults),
            Name(spec, "runtimeClassName", field, NameRules.SubdomainFaults),
            Choices.OneOfIfSet($"{field}.preemptionPolicy", spec.Text("preemptionPolicy"), "PreemptLowerPriority", "Never"),
            spec["overhead"] is { } overhead ? Overhead(overhead, $"{field}.overhead") : [],
            SystemValidation.Validate(spec, field));
    }

    /// <summary>What a pod begins without.</summary>
    private static IEnumerable<FieldError> Create(JsonObject item)
    {
        var spec = item["spec"];
        return Faults.All(
            spec.Objects("ephemeralContainers").Any() ? [Faults.Forbidden("spec.ephemeralContainers", "cannot be set on create")] : [],
            !string.IsNullOrEmpty(spec.Text("nodeName")) && spec.Objects("schedulingGates").Any()
                ? [Faults.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared")]
                : [],
            ProfileAnnotationValidation.Validate(item, "spec"));
    }

    /// <summary>A token is somebody's.</summary>
    private static IEnumerable<FieldError> Tokens(JsonObject spec) =>
        !string.IsNullOrEmpty(spec.Text("serviceAccountName")) || spec["volumes"] is null
            ? []
            : from volume in Paths.Numbered(spec, "volumes", "spec")
              from source in Paths.Numbered(volume.Item["projected"], "sources", $"{volume.At}.projected")
              where source.Item["serviceAccountToken"] is not null
              select Faults.Forbidden($"{source.At}.serviceAccountToken", "must not be specified when serviceAccountName is not set");

    private static IEnumerable<FieldError> Deadline(JsonObject spec, FieldText at) =>
        spec.Integer("activeDeadlineSeconds") is < 1 or > int.MaxValue ? [Faults.Invalid(at.ToString(), spec.Integer("activeDeadlineSeconds"), "must be between 1 and 2147483647, inclusive")] : [];

    private static IEnumerable<FieldError> ReadinessGates(JsonObject spec, string field) =>
        from gate in Paths.Numbered(spec, "readinessGates", field)
        let type = gate.Item.Text("conditionType") ?? ""
        from fault in NameRules.QualifiedNameFaults(type)
        select Faults.Invalid($"{gate.At}.conditionType", type, fault);

    private static IEnumerable<FieldError> Name(JsonObject spec, string name, string field, Func<string, IEnumerable<string>> faults) =>
        spec.Text(name) is { Length: > 0 } value ? Faults.Each($"{field}.{name}", value, faults(value)) : [];

    /// <summary>What a pod needs beside its containers is judged as limits are.</summary>
    private static IEnumerable<FieldError> Overhead(JsonNode overhead, string at) =>
        ContainerResourceValidation.Validate(new JsonObject { ["limits"] = overhead.DeepClone() }, at);
}
