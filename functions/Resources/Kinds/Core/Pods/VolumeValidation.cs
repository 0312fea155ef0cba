using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of volumes.</summary>
internal static class VolumeValidation
{
    private static readonly string[] HostPathTypes =
        ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

    /// <summary>The sources in the order in which they are looked at: the first of a volume is judged, and more are too many.</summary>
    private static readonly string[] Sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim",
        "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume",
        "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
    ];

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    /// <param name="pod">The pod; null for a template.</param>
    /// <param name="volumes">Receives the volumes by name, of those at fault none.</param>
    public static IEnumerable<FieldError> All(JsonObject spec, string field, JsonObject? pod, IDictionary<string, JsonObject> volumes)
    {
        List<FieldError>? errors = null;
        foreach (var (volume, at) in Paths.Numbered(spec, "volumes", field))
        {
            var (name, known) = (volume.Text("name") ?? "", errors?.Count);
            Faults.Add(ref errors, Source(volume, name, at, pod.Text("metadata", "name")));
            Faults.Add(ref errors, Faults.Named($"{at}.name", name, NameRules.LabelFaults));
            if (volumes.ContainsKey(name))
            {
                Faults.Add(ref errors, [Faults.Duplicate($"{at}.name", name)]);
            }
            else if (errors?.Count == known)
            {
                volumes.Add(name, volume);
            }

            if (pod is not null && IsClaimOfPod(volume.Text("persistentVolumeClaim", "claimName"), spec, pod))
            {
                Faults.Add(ref errors, [Faults.Invalid($"{at}.persistentVolumeClaim.claimName", volume.Text("persistentVolumeClaim", "claimName"), "must not reference a PVC that gets created for an ephemeral volume")]);
            }
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    private static bool IsClaimOfPod(string? claim, JsonObject spec, JsonObject pod) =>
        claim is not null && spec.Objects("volumes").Any(volume => volume["ephemeral"] is not null && claim == $"{pod.Text("metadata", "name")}-{volume.Text("name")}");

    private static IEnumerable<FieldError> Source(JsonObject volume, string name, ElementPath at, string? pod) =>
        Only(volume) is { } source ? One(source, (JsonObject)volume[source]!, at, name, pod) : Several(volume, name, at, pod);

    /// <summary>The source of a volume that has just one, as it should.</summary>
    private static string? Only(JsonObject volume)
    {
        string? source = null;
        for (var index = 0; index < volume.Count; index++)
        {
            var (name, value) = volume.GetAt(index);
            if (value is JsonObject)
            {
                if (source is not null)
                {
                    return null;
                }

                source = name;
            }
        }

        return source;
    }

    private static IEnumerable<FieldError> Several(JsonObject volume, string name, string at, string? pod)
    {
        var sources = volume.Where(member => member.Value is JsonObject).Select(member => member.Key).OrderBy(source => Array.IndexOf(Sources, source)).ToList();
        return sources.Count == 0
            ? [Faults.Required(at, "must specify a volume type")]
            : One(sources[0], (JsonObject)volume[sources[0]]!, at, name, pod).Concat(sources.Skip(1).Select(more => Faults.Forbidden($"{at}.{Surplus(more)}", "may not specify more than 1 volume type")));
    }

    /// <summary>What Kubernetes calls a source that is one too many: of two, not by their names.</summary>
    private static string Surplus(string source) => source switch
    {
        "downwardAPI" => "downwarAPI",
        "cephfs" => "cephFS",
        _ => source,
    };

    private static IEnumerable<FieldError> One(string source, JsonObject volume, string at, string name, string? pod) => source switch
    {
        "emptyDir" => EmptyDir(volume, $"{at}.{source}"),
        "hostPath" => HostPath(volume, $"{at}.{source}"),
        "configMap" => OfKeys(volume, $"{at}.{source}", "name"),
        "secret" => OfKeys(volume, $"{at}.{source}", "secretName"),
        "persistentVolumeClaim" => Faults.Given(volume, $"{at}.{source}", "claimName"),
        "ephemeral" => EphemeralVolumeValidation.Validate(volume, name, at, pod),
        "downwardAPI" => VolumeFileValidation.Mode(volume, $"{at}.{source}", "defaultMode").Concat(VolumeFileValidation.Fields(volume, $"{at}.{source}")),
        "projected" => ProjectedVolumeValidation.Validate(volume, $"{at}.{source}"),
        "gitRepo" => Faults.Given(volume, $"{at}.{source}", "repository").Concat(MountValidation.Below($"{at}.{source}.directory", volume.Text("directory") ?? "")),
        "image" => Image(volume, $"{at}.{source}", pod is not null),
        _ => VolumeSourceValidation.OfPod(source, volume, at, name),
    };

    private static IEnumerable<FieldError> OfKeys(JsonObject source, string at, string name) => Faults.All(Faults.Given(source, at, name), VolumeFileValidation.Keys(source, at));

    private static IEnumerable<FieldError> EmptyDir(JsonObject source, string at) =>
        Quantity.TryParse(source.Text("sizeLimit"), out var limit) && limit.IsNegative
            ? [Faults.Forbidden($"{at}.sizeLimit", "SizeLimit field must be a valid resource quantity")]
            : [];

    public static IEnumerable<FieldError> HostPath(JsonObject source, string at)
    {
        var path = source.Text("path") ?? "";
        return path.Length == 0
            ? [Faults.Required($"{at}.path")]
            : MountValidation.Backsteps(path, $"{at}.path").Concat(Choices.OneOf($"{at}.type", source.Text("type") ?? "", HostPathTypes));
    }

    private static IEnumerable<FieldError> Image(JsonObject source, string at, bool isOfPod)
    {
        var errors = Choices.OneOf($"{at}.pullPolicy", source.Text("pullPolicy"), "Always", "IfNotPresent", "Never");
        return isOfPod ? Faults.Given(source, at, "reference").Concat(errors) : errors;
    }
}
