using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers.</summary>
internal static class ContainerValidation
{
    private const string OfSidecars = "may not be set for init containers without restartPolicy=Always";

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>All containers of a pod: those that run on, those that come before them, and those that are added.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    /// <param name="volumes">Its volumes by name.</param>
    public static IEnumerable<FieldError> All(JsonObject spec, string field, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var errors = new List<FieldError>();
        if (!spec.Objects("containers").Any())
        {
            errors.Add(Faults.Required($"{field}.containers"));
        }

        var (names, hostPorts) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (container, at) in Paths.Numbered(spec, "containers", field))
        {
            errors.AddRange(Common(container, at, spec, volumes).Concat(Named(container, at, names)).Concat(Running(container, at, spec)));
            if (container["restartPolicy"] is not null)
            {
                errors.Add(Faults.Forbidden($"{at}.restartPolicy", "may not be set for non-init containers"));
            }
        }

        errors.AddRange(Paths.Numbered(spec, "containers", field).SelectMany(one => ContainerPortValidation.HostPorts(one.Item, one.At, hostPorts)));
        foreach (var (container, at) in Paths.Numbered(spec, "initContainers", field))
        {
            errors.AddRange(Common(container, at, spec, volumes).Concat(Choices.OneOfIfSet($"{at}.restartPolicy", container.Text("restartPolicy"), "Always")).Concat(Named(container, at, names)));

            // Init containers run one by one, each with ports of its own, and Kubernetes tells of each as of the first.
            errors.AddRange(ContainerPortValidation.HostPorts(container, $"{field}.initContainers[0]", []));
            errors.AddRange(container.Text("restartPolicy") == "Always" ? Running(container, at, spec) : Ending(container, at));
        }

        var targets = names.ToHashSet();
        foreach (var (container, at) in Paths.Numbered(spec, "ephemeralContainers", field))
        {
            errors.AddRange(Common(container, at, spec, volumes).Concat(Trimmed(container, at)).Concat(Named(container, at, names)).Concat(EphemeralContainerValidation.Validate(container, at, targets)));
        }

        return errors;
    }

    /// <summary>A pod's image is what it is, with no space around it; a template may have it.</summary>
    public static IEnumerable<FieldError> Trimmed(JsonObject container, string at) =>
        container.Text("image") is { } image && image.Trim() != image ? [Faults.Invalid($"{at}.image", image, "must not have leading or trailing whitespace")] : [];

    private static IEnumerable<FieldError> Named(JsonObject container, string at, HashSet<string> names) =>
        container.Text("name") is { Length: > 0 } name && !names.Add(name) ? [Faults.Duplicate($"{at}.name", name)] : [];

    private static List<FieldError> Common(JsonObject container, string at, JsonObject spec, IReadOnlyDictionary<string, JsonObject> volumes) =>
    [
        .. Faults.Named($"{at}.name", container.Text("name"), NameRules.LabelFaults),
        .. Faults.Given(container, at, "image"),
        .. OneOf(container, at, "terminationMessagePolicy", "File", "FallbackToLogsOnError"),
        .. ContainerPortValidation.Ports(container, at),
        .. EnvValidation.Validate(container, at),
        .. MountValidation.Validate(container, at, volumes),
        .. DeviceValidation.Validate(container, at, volumes),
        .. OneOf(container, at, "imagePullPolicy", "Always", "IfNotPresent", "Never"),
        .. ContainerResourceValidation.Validate(container["resources"], $"{at}.resources"),
        .. ResourceClaimValidation.OfContainer(container["resources"], $"{at}.resources", spec),
        .. ResizePolicy(container, at, spec),
        .. SecurityValidation.Container(container["securityContext"], $"{at}.securityContext", spec),
    ];

    private static IEnumerable<FieldError> OneOf(JsonObject container, string at, string name, params string[] supported) =>
        Choices.OneOf($"{at}.{name}", container.Text(name), supported);

    private static IEnumerable<FieldError> ResizePolicy(JsonObject container, string at, JsonObject spec)
    {
        var seen = new HashSet<string?>();
        foreach (var (policy, where) in Paths.Numbered(container, "resizePolicy", at))
        {
            var (resource, restart) = (policy.Text("resourceName"), policy.Text("restartPolicy") ?? "");
            if (!seen.Add(resource))
            {
                yield return Faults.Duplicate(where, resource ?? "");
            }

            if (resource is not ("cpu" or "memory"))
            {
                yield return string.IsNullOrEmpty(resource) ? Faults.Required($"{at}.resizePolicy") : Faults.NotSupported($"{at}.resizePolicy", resource, "cpu", "memory");
            }

            if (restart is not ("NotRequired" or "RestartContainer"))
            {
                yield return restart.Length == 0 ? Faults.Required($"{at}.resizePolicy") : Faults.NotSupported($"{at}.resizePolicy", restart, "NotRequired", "RestartContainer");
            }

            if (spec.Text("restartPolicy") == "Never" && restart != "NotRequired")
            {
                yield return Faults.Invalid($"{at}.resizePolicy", restart, "must be 'NotRequired' when `restartPolicy` is 'Never'");
            }
        }
    }

    /// <summary>A container that runs as long as the pod.</summary>
    private static IEnumerable<FieldError> Running(JsonObject container, string at, JsonObject spec) =>
        HandlerValidation.Lifecycle(container["lifecycle"], $"{at}.lifecycle", spec.Integer("terminationGracePeriodSeconds"))
            .Concat(Probes.SelectMany(name => HandlerValidation.Probe(container[name] as JsonObject, $"{at}.{name}", isOfReadiness: name == "readinessProbe")));

    /// <summary>A container that ends before the pod's work begins.</summary>
    private static IEnumerable<FieldError> Ending(JsonObject container, string at) =>
        Probes.Prepend("lifecycle").Where(name => container[name] is not null).Select(name => Faults.Forbidden($"{at}.{name}", OfSidecars));
}
