using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of how containers mount volumes.</summary>
internal static class MountValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject container, string at, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var paths = new HashSet<string>();
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

            foreach (var error in SubPaths(mount, where))
            {
                yield return error;
            }

            if (mount.Text("mountPropagation") is { } propagation && propagation is not ("None" or "HostToContainer" or "Bidirectional"))
            {
                yield return Faults.NotSupported($"{where}.mountPropagation", propagation, "Bidirectional", "HostToContainer", "None");
            }
        }
    }

    private static IEnumerable<FieldError> SubPaths(JsonObject mount, string where)
    {
        var (plain, expanded) = (mount.Text("subPath") ?? "", mount.Text("subPathExpr") ?? "");
        if (plain.Length > 0 && expanded.Length > 0)
        {
            yield return Faults.Invalid($"{where}.subPathExpr", expanded, "subPathExpr and subPath are mutually exclusive");
        }

        foreach (var error in Below($"{where}.subPath", plain).Concat(Below($"{where}.subPathExpr", expanded)))
        {
            yield return error;
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

    /// <summary>A path that does not lead back up.</summary>
    public static IEnumerable<FieldError> Backsteps(string path, string field) =>
        path.Split('/').Contains("..") ? [Faults.Invalid(field, path, "must not contain '..'")] : [];
}
