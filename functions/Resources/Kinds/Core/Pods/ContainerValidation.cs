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
        List<FieldError>? errors = null;
        if (spec["containers"] is not JsonArray { Count: > 0 })
        {
            Faults.Add(ref errors, [Faults.Required($"{field}.containers")]);
        }

        var (names, hostPorts) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (container, path) in Paths.Numbered(spec, "containers", field))
        {
            var at = path.ToString();
            Faults.Add(ref errors, Common(container, at, spec, volumes));
            Faults.Add(ref errors, Named(container, at, names));
            Faults.Add(ref errors, Running(container, at, spec));
            Faults.Add(ref errors, container["restartPolicy"] is null ? [] : [Faults.Forbidden($"{at}.restartPolicy", "may not be set for non-init containers")]);
        }

        foreach (var (container, at) in Paths.Numbered(spec, "containers", field))
        {
            Faults.Add(ref errors, ContainerPortValidation.HostPorts(container, at, hostPorts));
        }

        foreach (var (container, path) in Paths.Numbered(spec, "initContainers", field))
        {
            var at = path.ToString();
            Faults.Add(ref errors, Common(container, at, spec, volumes));
            Faults.Add(ref errors, Choices.OneOfIfSet($"{at}.restartPolicy", container.Text("restartPolicy"), "Always"));
            Faults.Add(ref errors, Named(container, at, names));

            // Init containers run one by one, each with ports of its own, and Kubernetes tells of each as of the first.
            Faults.Add(ref errors, ContainerPortValidation.HostPorts(container, $"{field}.initContainers[0]", []));
            Faults.Add(ref errors, container.Text("restartPolicy") == "Always" ? Running(container, at, spec) : Ending(container, at));
        }

        var targets = spec["ephemeralContainers"] is null ? [] : names.ToHashSet();
        foreach (var (container, path) in Paths.Numbered(spec, "ephemeralContainers", field))
        {
            var at = path.ToString();
            Faults.Add(ref errors, Common(container, at, spec, volumes));
            Faults.Add(ref errors, Trimmed(container, path));
            Faults.Add(ref errors, Named(container, at, names));
            Faults.Add(ref errors, EphemeralContainerValidation.Validate(container, at, targets));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>The images of a pod's containers.</summary>
    public static IEnumerable<FieldError> Trimmed(JsonObject spec, string list, string field)
    {
        List<FieldError>? errors = null;
        foreach (var (container, at) in Paths.Numbered(spec, list, field))
        {
            Faults.Add(ref errors, Trimmed(container, at));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>A pod's image is what it is, with no space around it; a template may have it.</summary>
    private static IEnumerable<FieldError> Trimmed(JsonObject container, ElementPath at) =>
        container.Text("image") is { } image && image.AsSpan().Trim().Length != image.Length ? [Faults.Invalid($"{at}.image", image, "must not have leading or trailing whitespace")] : [];

    private static IEnumerable<FieldError> Named(JsonObject container, string at, HashSet<string> names) =>
        container.Text("name") is { Length: > 0 } name && !names.Add(name) ? [Faults.Duplicate($"{at}.name", name)] : [];

    private static IEnumerable<FieldError> Common(JsonObject container, string at, JsonObject spec, IReadOnlyDictionary<string, JsonObject> volumes) => Faults.All(
        Faults.Named($"{at}.name", container.Text("name"), NameRules.LabelFaults),
        Faults.Given(container, at, "image"),
        Choices.OneOf($"{at}.terminationMessagePolicy", container.Text("terminationMessagePolicy"), "File", "FallbackToLogsOnError"),
        ContainerPortValidation.Ports(container, at),
        EnvValidation.Validate(container, at),
        MountValidation.Validate(container, at, volumes),
        DeviceValidation.Validate(container, at, volumes),
        Choices.OneOf($"{at}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never"),
        ContainerResourceValidation.Validate(container["resources"], $"{at}.resources"),
        ResourceClaimValidation.OfContainer(container["resources"], $"{at}.resources", spec),
        container["resizePolicy"] is null ? [] : ResizePolicy(container, at, spec),
        SecurityValidation.Container(container["securityContext"], $"{at}.securityContext", spec));

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
        Faults.All(
            container["lifecycle"] is { } lifecycle ? HandlerValidation.Lifecycle(lifecycle, $"{at}.lifecycle", spec.Integer("terminationGracePeriodSeconds")) : [],
            Probe(container, "livenessProbe", at),
            Probe(container, "readinessProbe", at),
            Probe(container, "startupProbe", at));

    private static IEnumerable<FieldError> Probe(JsonObject container, string name, string at) =>
        container[name] is JsonObject probe ? HandlerValidation.Probe(probe, $"{at}.{name}", isOfReadiness: name == "readinessProbe") : [];

    /// <summary>A container that ends before the pod's work begins.</summary>
    private static IEnumerable<FieldError> Ending(JsonObject container, string at) =>
        Probes.Prepend("lifecycle").Where(name => container[name] is not null).Select(name => Faults.Forbidden($"{at}.{name}", OfSidecars));
}
