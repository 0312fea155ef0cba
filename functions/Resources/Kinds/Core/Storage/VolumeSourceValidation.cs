using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of the storage that pods' volumes and PersistentVolumes alike are made of.</summary>
internal static class VolumeSourceValidation
{
    private const int SlotMax = 255;
    private const int TenantLengthMax = 64;
    private const string PairsMessage = "must be a host:port pair or multiple pairs separated by commas";

    /// <summary>The members that a source must have.</summary>
    private static readonly Dictionary<string, string[]> Wanted = new()
    {
        ["gcePersistentDisk"] = ["pdName"],
        ["awsElasticBlockStore"] = ["volumeID"],
        ["glusterfs"] = ["endpoints", "path"],
        ["nfs"] = ["server", "path"],
        ["cinder"] = ["volumeID"],
        ["flexVolume"] = ["driver"],
        ["azureFile"] = ["secretName", "shareName"],
        ["vsphereVolume"] = ["volumePath"],
        ["photonPersistentDisk"] = ["pdID"],
        ["portworxVolume"] = ["volumeID"],
        ["azureDisk"] = ["diskName", "diskURI"],
        ["scaleIO"] = ["gateway", "system", "volumeName"],
    };

    /// <summary>Rules of a pod's volume.</summary>
    /// <param name="source">What the source is called.</param>
    /// <param name="storage">The source.</param>
    /// <param name="at">The volume's path.</param>
    /// <param name="volume">The volume's name.</param>
    public static IEnumerable<FieldError> OfPod(string source, JsonObject storage, string at, string volume)
    {
        var errors = Validate(source, storage, at);
        return source switch
        {
            "iscsi" => errors.Concat(IscsiValidation.OfPod(storage, at, volume)),
            "cinder" or "storageos" => errors.Concat(storage["secretRef"] is { } secret ? Faults.Given(secret, $"{at}.{source}.secretRef", "name") : []),
            "csi" => errors.Concat(storage["nodePublishSecretRef"] is { } secret ? Secret(secret.Text("name") ?? "", $"{at}.csi") : []),
            _ => errors,
        };
    }

    /// <summary>What holds of a source wherever it stands.</summary>
    /// <param name="source">What the source is called.</param>
    /// <param name="storage">The source.</param>
    /// <param name="at">The path of what it is a member of.</param>
    public static IEnumerable<FieldError> Validate(string source, JsonObject storage, string at)
    {
        // The one source that Kubernetes tells of by another name.
        var where = source == "gcePersistentDisk" ? $"{at}.persistentDisk" : $"{at}.{source}";
        return Faults.Given(storage, where, Wanted.GetValueOrDefault(source, [])).Concat(source switch
        {
            "gcePersistentDisk" or "awsElasticBlockStore" => Slot(storage, where, "partition", "must be between 1 and 255, inclusive"),
            "nfs" => (storage.Text("path") ?? "").StartsWith('/') ? [] : [Faults.Invalid($"{where}.path", storage.Text("path") ?? "", "must be an absolute path")],
            "iscsi" => IscsiValidation.Validate(storage, where),
            "rbd" => storage.Texts("monitors").Any() ? Faults.Given(storage, where, "image") : Faults.Given(storage, where, "image").Prepend(Faults.Required($"{where}.monitors")),
            "cephfs" => storage.Texts("monitors").Any() ? [] : [Faults.Required($"{where}.monitors")],
            "flocker" => Flocker(storage, where),
            "fc" => FibreChannel(storage, where),
            "quobyte" => Quobyte(storage, where),
            "flexVolume" => Options(storage, $"{where}.options"),
            "azureDisk" => AzureDisk(storage, where),
            "storageos" => StorageOs(storage, where),
            "csi" => Driver(storage.Text("driver") ?? "", $"{where}.driver"),
            _ => [],
        });
    }

    /// <summary>A number of one byte.</summary>
    public static IEnumerable<FieldError> Slot(JsonObject storage, string at, string name, string message) =>
        storage.Integer(name) is < 0 or > SlotMax ? [Faults.Invalid($"{at}.{name}", storage.Integer(name), message)] : [];

    private static IEnumerable<FieldError> Secret(string name, string at) =>
        name.Length == 0 ? [Faults.Required($"{at}.nodePublishSecretRef.name")] : Faults.Each($"{at}.name", name, NameRules.SubdomainFaults(name));

    private static IEnumerable<FieldError> Driver(string driver, string at)
    {
        const int bytesMax = 63;
        IEnumerable<FieldError> length = driver.Length == 0 ? [Faults.Required(at)] : driver.Length > bytesMax ? [Faults.TooLong(at, bytesMax)] : [];
        return length.Concat(Faults.Each(at, driver, NameRules.SubdomainFaults(driver.ToLowerInvariant())));
    }

    private static IEnumerable<FieldError> Flocker(JsonObject source, string at)
    {
        var (name, id) = (source.Text("datasetName") ?? "", source.Text("datasetUUID") ?? "");
        if (name.Length == 0 && id.Length == 0)
        {
            yield return Faults.Required(at, "one of datasetName and datasetUUID is required");
        }

        if (name.Length > 0 && id.Length > 0)
        {
            yield return Faults.Invalid(at, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            yield return Faults.Invalid($"{at}.datasetName", name, "must not contain '/'");
        }
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
        else if (names)
        {
            foreach (var error in Slot(source, at, "lun", "must be between 0 and 255, inclusive"))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Quobyte(JsonObject source, string at)
    {
        var registry = source.Text("registry") ?? "";
        IEnumerable<FieldError> errors = registry.Length == 0 ? [Faults.Required($"{at}.registry", PairsMessage)]
            : source.Text("tenant") is { Length: > TenantLengthMax } ? [Faults.Required($"{at}.tenant", "must be a UUID and may not exceed a length of 64 characters")]
            : registry.Split(',').Where(pair => !IsPair(pair)).Select(_ => Faults.Invalid($"{at}.registry", registry, PairsMessage));
        return errors.Concat(Faults.Given(source, at, "volume"));
    }

    /// <summary>A host and a port; a host that has colons stands in brackets.</summary>
    private static bool IsPair(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? ":" : text[..colon];
        return host.StartsWith('[') ? host.EndsWith(']') : !host.Contains(':', StringComparison.Ordinal);
    }

    private static IEnumerable<FieldError> Options(JsonObject source, string at) =>
        source.Map("options").Keys.Where(IsReserved).Select(key => Faults.Invalid($"{at}[{key}]", key, "kubernetes.io and k8s.io namespaces are reserved"));

    private static bool IsReserved(string key)
    {
        var domain = "." + key.Split('/')[0];
        return domain.EndsWith(".kubernetes.io", StringComparison.OrdinalIgnoreCase) || domain.EndsWith(".k8s.io", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<FieldError> AzureDisk(JsonObject source, string at)
    {
        var (kind, uri) = (source.Text("kind"), source.Text("diskURI") ?? "");
        var (start, form) = kind == "Managed"
            ? ("/subscriptions/", "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}")
            : ("https://", "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
        return Choices.OneOf($"{at}.cachingMode", source.Text("cachingMode"), "None", "ReadOnly", "ReadWrite")
            .Concat(Choices.OneOf($"{at}.kind", kind, "Dedicated", "Managed", "Shared"))
            .Concat(uri.StartsWith(start, StringComparison.Ordinal) ? [] : [Faults.NotSupported($"{at}.diskURI", uri, form)]);
    }

    private static IEnumerable<FieldError> StorageOs(JsonObject source, string at)
    {
        var errors = Faults.Named($"{at}.volumeName", source.Text("volumeName"), NameRules.LabelFaults);
        return source.Text("volumeNamespace") is { Length: > 0 } name ? errors.Concat(Faults.Each($"{at}.volumeNamespace", name, NameRules.LabelFaults(name))) : errors;
    }
}
