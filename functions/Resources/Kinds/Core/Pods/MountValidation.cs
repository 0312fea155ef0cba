using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of how containers mount volumes.</summary>
internal static class MountValidation
{
    /// <param name="container">The container.</param>
    /// <param name="at">Its path.</param>
    /// <param name="volumes">The pod's volumes.</param>
    public static IEnumerable<FieldError> Validate(JsonObject container, string at, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var paths = new HashSet<string>();
        var devices = DeviceValidation.PathsByVolume(container, "volumeDevices", "devicePath");
        foreach (var (mount, where) in Paths.Numbered(container, "volumeMounts", at))
        {
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                yield return Faults.Required($"{where}.name");
            }

            if (!volumes.ContainsKey(name))
            {
                yield return Faults.NotFound($"{where}.name", name);
            }

            var path = mount.Text("mountPath") ?? "";
            if (path.Length == 0)
            {
                yield return Faults.Required($"{where}.mountPath");
            }

            if (!paths.Add(path))
            {
                yield return Faults.Invalid($"{where}.mountPath", path, "must be unique");
            }

            if (devices.ContainsKey(name))
            {
                yield return Faults.Invalid($"{where}.name", name, "must not already exist in volumeDevices");
            }

            if (devices.ContainsValue(path))
            {
                yield return Faults.Invalid($"{where}.mountPath", path, "must not already exist as a path in volumeDevices");
            }

            // What follows Kubernetes tells of by the path of the list.
            foreach (var error in SubPaths(mount, where, $"{at}.volumeMounts").Concat(Propagation(mount, container, $"{at}.volumeMounts")).Concat(ReadOnly(mount, $"{at}.volumeMounts.recursiveReadOnly")))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> SubPaths(JsonObject mount, string where, string list)
    {
        var (plain, expanded) = (mount.Text("subPath") ?? "", mount.Text("subPathExpr") ?? "");
        var errors = Below($"{list}.subPath", plain);
        if (plain.Length > 0 && expanded.Length > 0)
        {
            errors = errors.Append(Faults.Invalid($"{where}.subPathExpr", expanded, "subPathExpr and subPath are mutually exclusive"));
        }

        return errors.Concat(Below($"{list}.subPathExpr", expanded));
    }

    private static IEnumerable<FieldError> Propagation(JsonObject mount, JsonObject container, string list)
    {
        var propagation = mount.Text("mountPropagation");
        var errors = Choices.OneOfIfSet($"{list}.mountPropagation", propagation, "Bidirectional", "HostToContainer", "None");
        return propagation == "Bidirectional" && !container.Flag("securityContext", "privileged")
            ? errors.Append(Faults.Forbidden($"{list}.mountPropagation", "Bidirectional mount propagation is available only to privileged containers"))
            : errors;
    }

    private static IEnumerable<FieldError> ReadOnly(JsonObject mount, string at)
    {
        var recursive = mount.Text("recursiveReadOnly");
        if (recursive is not ("Enabled" or "IfPossible"))
        {
            foreach (var error in Choices.OneOfIfSet(at, recursive, "Disabled", "Enabled", "IfPossible"))
            {
                yield return error;
            }

            yield break;
        }

        if (!mount.Flag("readOnly"))
        {
            yield return Faults.Forbidden(at, "may only be specified when readOnly is true");
        }

        if (mount.Text("mountPropagation") is not (null or "None"))
        {
            yield return Faults.Forbidden(at, "may only be specified when mountPropagation is None or not specified");
        }
    }

    /// <summary>A path that may be missing but not lead out of where it starts.</summary>
    public static IEnumerable<FieldError> Below(string field, string path)
    {
        if (path.StartsWith('/'))
        {
            yield return Faults.Invalid(field, path, "must be a relative path");
        }

        foreach (var error in Backsteps(path, field))
        {
            yield return error;
        }
    }

    /// <summary>The path of a file in a volume, which may not begin with two dots either: that is where the volume keeps what it is made of.</summary>
    public static IEnumerable<FieldError> Inside(string field, string path) =>
        path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal)
            ? Below(field, path).Append(Faults.Invalid(field, path, "must not start with '..'"))
            : Below(field, path);

    /// <summary>A path that does not lead back up.</summary>
    public static IEnumerable<FieldError> Backsteps(string path, string field) =>
        path.Split('/').Contains("..") ? [Faults.Invalid(field, path, "must not contain '..'")] : [];
}
