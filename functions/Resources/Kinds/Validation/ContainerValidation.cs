using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of containers.</summary>
internal static class ContainerValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject container, string at, HashSet<string> names, HashSet<string> volumes)
    {
        var name = container.Text("name") ?? "";
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

        var image = container.Text("image") ?? "";
        if (image.Length == 0)
        {
            yield return Faults.Required($"{at}.image");
        }
        else if (image.Trim() != image)
        {
            yield return Faults.Invalid($"{at}.image", image, "must not have leading or trailing whitespace");
        }

        if (container.Text("imagePullPolicy") is not ("Always" or "IfNotPresent" or "Never"))
        {
            yield return Faults.NotSupported($"{at}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        }

        foreach (var error in Ports(container, at).Concat(Env(container, at)).Concat(Mounts(container, at, volumes)).Concat(Resources(container, at)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Ports(JsonObject container, string at)
    {
        foreach (var (port, where) in PodValidation.Numbered(container, "ports", at))
        {
            if (port.Integer("containerPort") is null)
            {
                yield return Faults.Required($"{where}.containerPort");
            }
            else if (port.Integer("containerPort") is < 1 or > 65535)
            {
                yield return Faults.Invalid($"{where}.containerPort", port["containerPort"], "must be between 1 and 65535, inclusive");
            }

            if (port.Integer("hostPort") is < 0 or > 65535)
            {
                yield return Faults.Invalid($"{where}.hostPort", port["hostPort"], "must be between 1 and 65535, inclusive");
            }

            if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
            {
                yield return Faults.NotSupported($"{where}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }

    private static IEnumerable<FieldError> Env(JsonObject container, string at)
    {
        foreach (var (env, where) in PodValidation.Numbered(container, "env", at))
        {
            if (string.IsNullOrEmpty(env.Text("name")))
            {
                yield return Faults.Required($"{where}.name");
            }

            if (!string.IsNullOrEmpty(env.Text("value")) && env["valueFrom"] is not null)
            {
                yield return Faults.Invalid($"{where}.valueFrom", "", "may not be specified when `value` is not empty");
            }
        }
    }

    private static IEnumerable<FieldError> Mounts(JsonObject container, string at, HashSet<string> volumes)
    {
        var paths = new HashSet<string>();
        foreach (var (mount, where) in PodValidation.Numbered(container, "volumeMounts", at))
        {
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                yield return Faults.Required($"{where}.name");
            }
            else if (!volumes.Contains(name))
            {
                yield return Faults.NotFound($"{where}.name", name);
            }

            var path = mount.Text("mountPath") ?? "";
            if (path.Length == 0)
            {
                yield return Faults.Required($"{where}.mountPath");
            }
            else if (!paths.Add(path))
            {
                yield return Faults.Invalid($"{where}.mountPath", path, "must be unique");
            }
        }
    }

    private static IEnumerable<FieldError> Resources(JsonObject container, string at)
    {
        var limits = container.Map("resources", "limits");
        foreach (var (kind, values) in new[] { ("limits", limits), ("requests", container.Map("resources", "requests")) })
        {
            foreach (var (resource, text) in values)
            {
                if (Quantity.TryParse(text, out var quantity) && quantity.IsNegative)
                {
                    yield return Faults.Invalid($"{at}.resources.{kind}[{resource}]", text, "must be greater than or equal to 0");
                }

                if (kind == "requests" && limits.TryGetValue(resource, out var most) && Quantity.TryParse(most, out var limit) && quantity.CompareTo(limit) > 0)
                {
                    yield return Faults.Invalid($"{at}.resources.requests", text, $"must be less than or equal to {resource} limit of {most}");
                }
            }
        }
    }
}
