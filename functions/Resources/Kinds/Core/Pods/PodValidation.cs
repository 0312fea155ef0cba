using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of pods.</summary>
internal static class PodValidation
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) =>
        Whole(item).Concat(old is null ? Create(item) : PodUpdateValidation.Validate(item, old));

    /// <summary>What holds of a pod, whatever is written of it.</summary>
    public static IEnumerable<FieldError> Whole(JsonObject item)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return PodAnnotationValidation.Validate(item.At("metadata", "annotations"), spec, "metadata.annotations")
            .Concat(Spec(spec, "spec", item))
            .Concat(Tokens(spec))
            .Concat(Paths.Numbered(spec, "containers", "spec").Concat(Paths.Numbered(spec, "initContainers", "spec")).SelectMany(one => ContainerValidation.Trimmed(one.Item, one.At)));
    }

    /// <summary>Rules of a pod's spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="pod">The pod; null for a template.</param>
    public static IEnumerable<FieldError> Spec(JsonObject spec, string field, JsonObject? pod = null)
    {
        var volumes = new Dictionary<string, JsonObject>();
        return
        [
            .. VolumeValidation.All(spec, field, pod, volumes),
            .. ResourceClaimValidation.OfPod(spec, field),
            .. ContainerValidation.All(spec, field, volumes),
            .. PodResourceValidation.Validate(spec, $"{field}.resources"),
            .. spec.Flag("hostNetwork") ? ContainerPortValidation.OnHost(spec, field, pod is not null) : [],
            .. Choices.OneOf($"{field}.restartPolicy", spec.Text("restartPolicy"), RestartPolicies),
            .. Choices.OneOf($"{field}.dnsPolicy", spec.Text("dnsPolicy"), DnsPolicies),
            .. MetadataValidation.Labels(spec["nodeSelector"], $"{field}.nodeSelector"),
            .. SecurityValidation.Pod(spec, $"{field}.securityContext"),
            .. AffinityValidation.Validate(spec["affinity"], $"{field}.affinity"),
            .. NetworkValidation.Resolver(spec, $"{field}.dnsConfig"),
            .. ReadinessGates(spec, field),
            .. SchedulingValidation.Gates(spec, field),
            .. SpreadValidation.Validate(spec, field),
            .. WindowsValidation.HostProcess(spec, field),
            .. HostNamespaceValidation.Users(spec, field),
            .. Names(spec, field, NameRules.SubdomainFaults, "serviceAccountName", "nodeName"),
            .. Deadline(spec, $"{field}.activeDeadlineSeconds"),
            .. Names(spec, field, NameRules.LabelFaults, "hostname", "subdomain"),
            .. Paths.Numbered(spec, "tolerations", field).SelectMany(one => SchedulingValidation.Toleration(one.Item, one.At)),
            .. NetworkValidation.HostAliases(spec, field),
            .. Names(spec, field, NameRules.SubdomainFaults, "priorityClassName", "runtimeClassName"),
            .. Choices.OneOfIfSet($"{field}.preemptionPolicy", spec.Text("preemptionPolicy"), "PreemptLowerPriority", "Never"),
            .. Overhead(spec, $"{field}.overhead"),
            .. SystemValidation.Validate(spec, field),
        ];
    }

    /// <summary>What a pod begins without.</summary>
    private static IEnumerable<FieldError> Create(JsonObject item)
    {
        var spec = item["spec"];
        if (spec.Objects("ephemeralContainers").Any())
        {
            yield return Faults.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        }

        if (!string.IsNullOrEmpty(spec.Text("nodeName")) && spec.Objects("schedulingGates").Any())
        {
            yield return Faults.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
        }

        foreach (var error in ProfileAnnotationValidation.Validate(item, "spec"))
        {
            yield return error;
        }
    }

    /// <summary>A token is somebody's.</summary>
    private static IEnumerable<FieldError> Tokens(JsonObject spec) =>
        !string.IsNullOrEmpty(spec.Text("serviceAccountName"))
            ? []
            : from volume in Paths.Numbered(spec, "volumes", "spec")
              from source in Paths.Numbered(volume.Item["projected"], "sources", $"{volume.At}.projected")
              where source.Item["serviceAccountToken"] is not null
              select Faults.Forbidden($"{source.At}.serviceAccountToken", "must not be specified when serviceAccountName is not set");

    private static IEnumerable<FieldError> Deadline(JsonObject spec, string at) =>
        spec.Integer("activeDeadlineSeconds") is < 1 or > int.MaxValue ? [Faults.Invalid(at, spec.Integer("activeDeadlineSeconds"), "must be between 1 and 2147483647, inclusive")] : [];

    private static IEnumerable<FieldError> ReadinessGates(JsonObject spec, string field) =>
        from gate in Paths.Numbered(spec, "readinessGates", field)
        let type = gate.Item.Text("conditionType") ?? ""
        from fault in NameRules.QualifiedNameFaults(type)
        select Faults.Invalid($"{gate.At}.conditionType", type, fault);

    private static IEnumerable<FieldError> Names(JsonObject spec, string field, Func<string, IEnumerable<string>> faults, params string[] names) =>
        from name in names
        let value = spec.Text(name)
        where !string.IsNullOrEmpty(value)
        from fault in faults(value)
        select Faults.Invalid($"{field}.{name}", value, fault);

    /// <summary>What a pod needs beside its containers is judged as limits are.</summary>
    private static IEnumerable<FieldError> Overhead(JsonObject spec, string at) =>
        spec["overhead"] is { } overhead ? ContainerResourceValidation.Validate(new JsonObject { ["limits"] = overhead.DeepClone() }, at) : [];
}
