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
        if (container["volumeMounts"] is null)
        {
            return [];
        }

        List<FieldError>? errors = null;
        var paths = new HashSet<string>();
        var devices = container["volumeDevices"] is null ? null : DeviceValidation.PathsByVolume(container, "volumeDevices", "devicePath");

        // What follows the name and the path Kubernetes tells of by the path of the list.
        var list = $"{at}.volumeMounts";
        foreach (var (mount, where) in Paths.Numbered(container, "volumeMounts", at))
        {
            Faults.Add(ref errors, Place(mount, where, volumes, paths, devices));
            Faults.Add(ref errors, SubPaths(mount, where, list));
            Faults.Add(ref errors, Propagation(mount, container, list));
            Faults.Add(ref errors, ReadOnly(mount, list));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    private static IEnumerable<FieldError> Place(
        JsonObject mount, ElementPath at, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> paths, Dictionary<string, string>? devices)
    {
        var (name, path) = (mount.Text("name") ?? "", mount.Text("mountPath") ?? "");
        return Faults.All(
            name.Length == 0 ? [Faults.Required($"{at}.name")] : [],
            volumes.ContainsKey(name) ? [] : [Faults.NotFound($"{at}.name", name)],
            path.Length == 0 ? [Faults.Required($"{at}.mountPath")] : [],
            paths.Add(path) ? [] : [Faults.Invalid($"{at}.mountPath", path, "must be unique")],
            devices?.ContainsKey(name) == true ? [Faults.Invalid($"{at}.name", name, "must not already exist in volumeDevices")] : [],
            devices?.ContainsValue(path) == true ? [Faults.Invalid($"{at}.mountPath", path, "must not already exist as a path in volumeDevices")] : []);
    }

    private static IEnumerable<FieldError> SubPaths(JsonObject mount, ElementPath at, string list)
    {
        var (plain, expanded) = (mount.Text("subPath") ?? "", mount.Text("subPathExpr") ?? "");
        return Faults.All(
            Below($"{list}.subPath", plain),
            plain.Length > 0 && expanded.Length > 0 ? [Faults.Invalid($"{at}.subPathExpr", expanded, "subPathExpr and subPath are mutually exclusive")] : [],
            Below($"{list}.subPathExpr", expanded));
    }

    private static IEnumerable<FieldError> Propagation(JsonObject mount, JsonObject container, string list)
    {
        var propagation = mount.Text("mountPropagation");
        return Faults.All(
            Choices.OneOfIfSet($"{list}.mountPropagation", propagation, "Bidirectional", "HostToContainer", "None"),
            propagation == "Bidirectional" && !container.Flag("securityContext", "privileged")
                ? [Faults.Forbidden($"{list}.mountPropagation", "Bidirectional mount propagation is available only to privileged containers")]
                : []);
    }

    private static IEnumerable<FieldError> ReadOnly(JsonObject mount, string list)
    {
        var recursive = mount.Text("recursiveReadOnly");
        return recursive is not ("Enabled" or "IfPossible")
            ? Choices.OneOfIfSet($"{list}.recursiveReadOnly", recursive, "Disabled", "Enabled", "IfPossible")
            : Faults.All(
                mount.Flag("readOnly") ? [] : [Faults.Forbidden($"{list}.recursiveReadOnly", "may only be specified when readOnly is true")],
                mount.Text("mountPropagation") is null or "None" ? [] : [Faults.Forbidden($"{list}.recursiveReadOnly", "may only be specified when mountPropagation is None or not specified")]);
    }

    /// <summary>A path that may be missing but not lead out of where it starts.</summary>
    public static IEnumerable<FieldError> Below(FieldText field, string path) =>
        path.Length == 0 ? [] : Faults.All(path[0] == '/' ? [Faults.Invalid(field.ToString(), path, "must be a relative path")] : [], Backsteps(path, field));

    /// <summary>The path of a file in a volume, which may not begin with two dots either: that is where the volume keeps what it is made of.</summary>
    public static IEnumerable<FieldError> Inside(FieldText field, string path) =>
        path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal)
            ? Below(field, path).Append(Faults.Invalid(field.ToString(), path, "must not start with '..'"))
            : Below(field, path);

    /// <summary>A path that does not lead back up.</summary>
    public static IEnumerable<FieldError> Backsteps(string path, FieldText field) =>
        path.Contains("..", StringComparison.Ordinal) && path.Split('/').Contains("..") ? [Faults.Invalid(field.ToString(), path, "must not contain '..'")] : [];
}
