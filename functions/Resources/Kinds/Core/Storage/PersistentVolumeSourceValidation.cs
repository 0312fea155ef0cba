using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of what a PersistentVolume is made of.</summary>
internal static class PersistentVolumeSourceValidation
{
    /// <summary>The sources in the order in which they are looked at.</summary>
    private static readonly string[] Known =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume",
        "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    private static readonly string[] Secrets =
        ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string field)
    {
        var given = Known.Where(source => spec[source] is JsonObject).ToList();
        return given.Count == 0
            ? [Faults.Required(field, "must specify a volume type")]
            : One(given[0], (JsonObject)spec[given[0]]!, field).Concat(given.Skip(1).Select(more => Faults.Forbidden($"{field}.{(more == "cephfs" ? "cephFS" : more)}", "may not specify more than 1 volume type")));
    }

    /// <summary>The sources of a spec, without the one secret that may be added later.</summary>
    public static JsonObject Sources(JsonObject spec, JsonObject before)
    {
        var sources = new JsonObject();
        foreach (var name in Known)
        {
            if (spec[name] is { } source)
            {
                sources[name] = source.DeepClone();
            }
        }

        if (before["csi"] is not null && before.At("csi", "controllerExpandSecretRef") is null)
        {
            (sources["csi"] as JsonObject)?.Remove("controllerExpandSecretRef");
        }

        return sources;
    }

    private static IEnumerable<FieldError> One(string source, JsonObject storage, string field)
    {
        var at = $"{field}.{source}";
        return VolumeSourceValidation.Validate(source, storage, field).Concat(source switch
        {
            "hostPath" => VolumeValidation.HostPath(storage, at),
            "local" => storage.Text("path") is { Length: > 0 } path ? MountValidation.Backsteps(path, $"{at}.path") : [Faults.Required($"{at}.path")],
            "iscsi" => storage["secretRef"] is { } secret ? Faults.Given(secret, $"{at}.secretRef", "name") : [],
            "cinder" or "storageos" => storage["secretRef"] is { } secret ? Faults.Given(secret, $"{at}.secretRef", "name", "namespace") : [],
            "azureFile" => storage.Text("secretNamespace") is "" ? [Faults.Required($"{at}.secretNamespace")] : [],
            "csi" => Csi(storage, at),
            _ => [],
        });
    }

    private static IEnumerable<FieldError> Csi(JsonObject source, string at) =>
        Faults.Given(source, at, "volumeHandle").Concat(Secrets.Where(secret => source[secret] is JsonObject).SelectMany(secret => Secret(source[secret], $"{at}.{secret}")));

    private static IEnumerable<FieldError> Secret(JsonNode? secret, string at) =>
        Faults.Named($"{at}.name", secret.Text("name"), NameRules.SubdomainFaults).Concat(Faults.Named($"{at}.namespace", secret.Text("namespace"), NameRules.LabelFaults));
}
