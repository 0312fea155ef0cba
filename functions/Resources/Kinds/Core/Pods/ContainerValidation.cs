using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of containers.</summary>
internal static class ContainerValidation
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>All containers of a pod, the ephemeral ones last.</summary>
    public static IEnumerable<FieldError> All(JsonObject spec, string field, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var names = new HashSet<string>();
        var hostPorts = new HashSet<string>();
        foreach (var (container, at) in Paths.Numbered(spec, "initContainers", field))
        {
            foreach (var error in One(container, at, names, volumes, spec.Flag("hostNetwork")).Concat(Init(container, at)).Concat(ResizePolicy(container, at, spec)))
            {
                yield return error;
            }
        }

        foreach (var (container, at) in Paths.Numbered(spec, "containers", field))
        {
            foreach (var error in One(container, at, names, volumes, spec.Flag("hostNetwork")).Concat(Main(container, at)).Concat(ResizePolicy(container, at, spec)).Concat(ContainerPortValidation.HostPorts(container, at, hostPorts)))
            {
                yield return error;
            }
        }

        var targets = names.ToHashSet();
        foreach (var (container, at) in Paths.Numbered(spec, "ephemeralContainers", field))
        {
            foreach (var error in One(container, at, names, volumes).Concat(EphemeralContainerValidation.Validate(container, at, targets)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> ResizePolicy(JsonObject container, string at, JsonObject spec)
    {
        var seen = new HashSet<string?>();
        foreach (var (policy, where) in Paths.Numbered(container, "resizePolicy", at))
        {
            var (resource, restart) = (policy.Text("resourceName"), policy.Text("restartPolicy") ?? "");
            if (resource is not ("cpu" or "memory"))
            {
                yield return Faults.NotSupported($"{at}.resizePolicy", resource, "cpu", "memory");
            }

            if (!seen.Add(resource))
            {
                yield return Faults.Duplicate(where, resource ?? "");
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

    private static IEnumerable<FieldError> One(JsonObject container, string at, HashSet<string> names, IReadOnlyDictionary<string, JsonObject> volumes, bool isOnHost = false)
    {
        var name = container.Text("name") ?? "";
        var errors = Faults.Named($"{at}.name", name, NameRules.LabelFaults).ToList();
        if (errors.Count == 0 && !names.Add(name))
        {
            errors.Add(Faults.Duplicate($"{at}.name", name));
        }

        var image = container.Text("image") ?? "";
        if (image.Length == 0)
        {
            errors.Add(Faults.Required($"{at}.image"));
        }
        else if (image.Trim() != image)
        {
            errors.Add(Faults.Invalid($"{at}.image", image, "must not have leading or trailing whitespace"));
        }

        if (container.Text("imagePullPolicy") is not ("Always" or "IfNotPresent" or "Never"))
        {
            errors.Add(Faults.NotSupported($"{at}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never"));
        }

        if (container.Text("terminationMessagePolicy") is not ("File" or "FallbackToLogsOnError"))
        {
            errors.Add(Faults.NotSupported($"{at}.terminationMessagePolicy", container.Text("terminationMessagePolicy"), "FallbackToLogsOnError", "File"));
        }

        errors.AddRange(ContainerPortValidation.Ports(container, at, isOnHost));
        errors.AddRange(EnvValidation.Validate(container, at));
        errors.AddRange(MountValidation.Validate(container, at, volumes));
        errors.AddRange(ContainerResourceValidation.Validate(container["resources"], $"{at}.resources"));
        errors.AddRange(SecurityValidation.Container(container["securityContext"], $"{at}.securityContext"));
        return errors;
    }

    private static IEnumerable<FieldError> Main(JsonObject container, string at)
    {
        if (container["restartPolicy"] is not null)
        {
            yield return Faults.Forbidden($"{at}.restartPolicy", "may not be set for non-init containers");
        }

        foreach (var error in ProbesOf(container, at))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Init(JsonObject container, string at)
    {
        var policy = container.Text("restartPolicy");
        if (policy is not (null or "Always"))
        {
            yield return Faults.NotSupported($"{at}.restartPolicy", policy, "Always");
        }

        if (policy == "Always")
        {
            foreach (var error in ProbesOf(container, at))
            {
                yield return error;
            }

            yield break;
        }

        foreach (var name in new[] { "lifecycle" }.Concat(Probes).Where(name => container[name] is not null))
        {
            yield return Faults.Forbidden($"{at}.{name}", "may not be set for init containers without restartPolicy=Always");
        }
    }

    private static IEnumerable<FieldError> ProbesOf(JsonObject container, string at) =>
        Probes.SelectMany(name => HandlerValidation.Probe(container[name] as JsonObject, $"{at}.{name}", isOnceEnough: name != "readinessProbe"))
            .Concat(HandlerValidation.Lifecycle(container["lifecycle"], $"{at}.lifecycle"));
}
