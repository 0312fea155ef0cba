using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of volumes that containers get as block devices.</summary>
internal static class DeviceValidation
{
    /// <param name="container">The container.</param>
    /// <param name="at">Its path.</param>
    /// <param name="volumes">The pod's volumes.</param>
    public static IEnumerable<FieldError> Validate(JsonObject container, string at, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        if (container["volumeDevices"] is null)
        {
            return [];
        }

        var (names, paths, mounts) = (new HashSet<string>(), new HashSet<string>(), PathsByVolume(container, "volumeMounts", "mountPath"));
        return Paths.Numbered(container, "volumeDevices", at)
            .SelectMany(one => Name(one.Item.Text("name") ?? "", $"{one.At}.name", names, volumes)
                .Concat(Path(one.Item.Text("devicePath") ?? "", $"{one.At}.devicePath", paths))
                .Concat(Mounted(one.Item, one.At, mounts)));
    }

    /// <summary>Where a container has each volume; of one that it has twice, the last place.</summary>
    public static Dictionary<string, string> PathsByVolume(JsonObject container, string list, string path)
    {
        var paths = new Dictionary<string, string>();
        foreach (var one in container.Objects(list))
        {
            paths[one.Text("name") ?? ""] = one.Text(path) ?? "";
        }

        return paths;
    }

    private static IEnumerable<FieldError> Name(string name, string at, HashSet<string> names, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        if (name.Length == 0)
        {
            yield return Faults.Required(at);
        }
        else if (!names.Add(name))
        {
            yield return Faults.Invalid(at, name, "must be unique");
        }

        if (!volumes.TryGetValue(name, out var volume))
        {
            yield return Faults.NotFound(at, name);
        }
        else if (volume["persistentVolumeClaim"] is null && volume["ephemeral"] is null)
        {
            yield return Faults.Invalid(at, name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        }
    }

    private static IEnumerable<FieldError> Path(string path, string at, HashSet<string> paths)
    {
        if (path.Length == 0)
        {
            yield return Faults.Required(at);
        }

        if (paths.Contains(path))
        {
            yield return Faults.Invalid(at, path, "must be unique");
        }

        if (MountValidation.Backsteps(path, at).Any())
        {
            yield return Faults.Invalid(at, path, "can not contain backsteps ('..')");
        }
        else
        {
            paths.Add(path);
        }
    }

    private static IEnumerable<FieldError> Mounted(JsonObject device, string at, Dictionary<string, string> mounts)
    {
        var (name, path) = (device.Text("name") ?? "", device.Text("devicePath") ?? "");
        if (mounts.ContainsKey(name))
        {
            yield return Faults.Invalid($"{at}.name", name, "must not already exist in volumeMounts");
        }

        if (mounts.ContainsValue(path))
        {
            yield return Faults.Invalid($"{at}.devicePath", path, "must not already exist as a path in volumeMounts");
        }
    }
}
