using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of what a PersistentVolume is made of.</summary>
internal static class PersistentVolumeSourceValidation
{
    /// <summary>Each source, in the order in which they are looked at, with the members that it must have.</summary>
    private static readonly (string Name, string[] Required)[] Known =
    [
        ("hostPath", []),
        ("gcePersistentDisk", ["pdName"]),
        ("awsElasticBlockStore", ["volumeID"]),
        ("glusterfs", ["endpoints", "path"]),
        ("flocker", []),
        ("nfs", ["server", "path"]),
        ("rbd", ["image"]),
        ("quobyte", ["registry", "volume"]),
        ("cephfs", []),
        ("iscsi", ["targetPortal", "iqn"]),
        ("cinder", ["volumeID"]),
        ("fc", []),
        ("flexVolume", ["driver"]),
        ("azureFile", ["secretName", "shareName"]),
        ("vsphereVolume", ["volumePath"]),
        ("photonPersistentDisk", ["pdID"]),
        ("portworxVolume", ["volumeID"]),
        ("azureDisk", ["diskName", "diskURI"]),
        ("scaleIO", ["gateway", "system", "volumeName"]),
        ("local", ["path"]),
        ("storageos", []),
        ("csi", ["driver", "volumeHandle"]),
    ];

    private static readonly string[] Secrets =
        ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string field)
    {
        var given = Known.Where(source => spec[source.Name] is JsonObject).ToList();
        if (given.Count == 0)
        {
            return [Faults.Required(field, "must specify a volume type")];
        }

        var (name, required) = given[0];
        return One(name, (JsonObject)spec[name]!, required, $"{field}.{name}")
            .Concat(given.Skip(1).Select(more => Faults.Forbidden($"{field}.{more.Name}", "may not specify more than 1 volume type")));
    }

    /// <summary>The sources of a spec, without the one secret that may be added later.</summary>
    public static JsonObject Sources(JsonObject spec, JsonObject before)
    {
        var sources = new JsonObject();
        foreach (var (name, _) in Known)
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

    /// <summary>Rules of a pod's volume whose source is like a PersistentVolume's.</summary>
    public static IEnumerable<FieldError> OfPod(string name, JsonObject source, string at)
    {
        var required = Known.FirstOrDefault(known => known.Name == name).Required ?? [];
        return name == "csi" ? Faults.Given(source, at, "driver") : One(name, source, required, at);
    }

    private static IEnumerable<FieldError> One(string name, JsonObject source, string[] required, string at) =>
        Faults.Given(source, at, required).Concat(name switch
        {
            "hostPath" => VolumeValidation.HostPath(source, at),
            "nfs" => source.Text("path") is { Length: > 0 } path && path[0] != '/' ? [Faults.Invalid($"{at}.path", path, "must be an absolute path")] : [],
            "rbd" or "cephfs" => source.Texts("monitors").Any() ? [] : [Faults.Required($"{at}.monitors")],
            "flocker" => Flocker(source, at),
            "fc" => FibreChannel(source, at),
            "local" => MountValidation.Backsteps(source.Text("path") ?? "", $"{at}.path"),
            "azureDisk" => AzureDisk(source, at),
            "csi" => Csi(source, at),
            _ => [],
        });

    private static IEnumerable<FieldError> Flocker(JsonObject source, string at)
    {
        var (name, id) = (source.Text("datasetName") ?? "", source.Text("datasetUUID") ?? "");
        return name.Length == 0 && id.Length == 0 ? [Faults.Required(at, "one of datasetName and datasetUUID is required")]
            : name.Length > 0 && id.Length > 0 ? [Faults.Invalid(at, "resource", "datasetName and datasetUUID can not be specified simultaneously")]
            : [];
    }

    private static IEnumerable<FieldError> FibreChannel(JsonObject source, string at)
    {
        var (names, ids) = (source.Texts("targetWWNs").Any(), source.Texts("wwids").Any());
        if (!names && !ids)
        {
            yield return Faults.Required($"{at}.targetWWNs", "must specify either targetWWNs or wwids, but not both");
        }

        if (names && ids)
        {
            yield return Faults.Invalid($"{at}.targetWWNs", source["targetWWNs"]?.DeepClone(), "targetWWNs and wwids can not be specified simultaneously");
        }

        if (names && source["lun"] is null)
        {
            yield return Faults.Required($"{at}.lun", "lun is required if targetWWNs is specified");
        }
        else if (names && source.Integer("lun") is < 0 or > 255)
        {
            yield return Faults.Invalid($"{at}.lun", source["lun"]?.DeepClone(), "must be between 0 and 255, inclusive");
        }
    }

    private static IEnumerable<FieldError> AzureDisk(JsonObject source, string at)
    {
        if (source.Text("cachingMode") is not ("None" or "ReadOnly" or "ReadWrite"))
        {
            yield return Faults.NotSupported($"{at}.cachingMode", source.Text("cachingMode"), "None", "ReadOnly", "ReadWrite");
        }

        if (source.Text("kind") is not ("Dedicated" or "Managed" or "Shared"))
        {
            yield return Faults.NotSupported($"{at}.kind", source.Text("kind"), "Dedicated", "Managed", "Shared");
        }
    }

    private static IEnumerable<FieldError> Csi(JsonObject source, string at)
    {
        var driver = source.Text("driver") ?? "";
        var errors = driver.Length == 0 ? [] : Faults.Each($"{at}.driver", driver, NameRules.SubdomainFaults(driver.ToLowerInvariant()));
        return errors.Concat(Secrets.Where(secret => source[secret] is JsonObject).SelectMany(secret => Faults.Given(source[secret], $"{at}.{secret}", "name", "namespace")));
    }
}
