using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Storage;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Defaults of pods.</summary>
internal static class PodDefaults
{
    /// <summary>How long a pod stays on a node that is not ready or out of reach, unless it says otherwise.</summary>
    private const int TolerationSeconds = 300;

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] FileVolumes = ["configMap", "secret", "downwardAPI", "projected"];

    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        Spec(spec);
        spec.Default("enableServiceLinks", true);
        foreach (var container in Containers(spec))
        {
            RequestsFromLimits(container);
            if (spec.Flag("hostNetwork"))
            {
                HostPorts(container);
            }
        }
    }

    /// <summary>What is set once, at creation: the first status.</summary>
    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        var spec = item.Ensure("spec");
        foreach (var container in Containers(spec))
        {
            RequestsFromLimits(container);
        }

        Shared(spec);
        AffinityDefaults.Apply(item);
        item["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = PodQuality.ClassOf(spec) };
    }

    /// <summary>What an update that names its own tolerations leaves out, it gets again: nobody takes them from a pod. So it does what its containers share, but not where the pod was
    /// stored without: it cannot change.</summary>
    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var spec = item.Ensure("spec");
        Tolerate(spec);
        if (old.At("spec", "resources") is not null && HasShared((JsonObject)old["spec"]!))
        {
            Shared(spec);
        }
    }

    /// <summary>Defaults of a pod's spec, a template's too.</summary>
    public static void Spec(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("schedulerName", "default-scheduler");
        spec.Ensure("securityContext");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } deprecated)
        {
            spec["serviceAccountName"] = deprecated;
        }

        foreach (var container in Containers(spec).Concat(spec.Objects("ephemeralContainers")))
        {
            Container(container);
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            Volume(volume);
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => spec.Objects("initContainers").Concat(spec.Objects("containers"));

    private static void Container(JsonObject container)
    {
        container.Default("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
        }

        foreach (var env in container.Objects("env"))
        {
            (env.At("valueFrom", "fieldRef") as JsonObject)?.Default("apiVersion", "v1");
        }

        foreach (var name in Probes)
        {
            Probe(container[name] as JsonObject);
        }

        HttpGet(container.At("lifecycle", "postStart", "httpGet") as JsonObject);
        HttpGet(container.At("lifecycle", "preStop", "httpGet") as JsonObject);
    }

    private static void Probe(JsonObject? probe)
    {
        if (probe is null)
        {
            return;
        }

        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        HttpGet(probe["httpGet"] as JsonObject);
        (probe["grpc"] as JsonObject)?.Default("service", "");
    }

    private static void HttpGet(JsonObject? get)
    {
        get?.Default("path", "/");
        get?.Default("scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        const int readableByAll = 420;
        if (volume.Count == 1)
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var name in FileVolumes)
        {
            (volume[name] as JsonObject)?.Default("defaultMode", readableByAll);
        }

        VolumeSourceDefaults.Apply(volume);
        if (volume["image"] is JsonObject image)
        {
            image.Default("pullPolicy", IsLatest(image.Text("reference") ?? "") ? "Always" : "IfNotPresent");
        }

        if (volume.At("ephemeral", "volumeClaimTemplate") is JsonObject claim)
        {
            ClaimDefaults.Spec(claim.Ensure("spec"));
        }

        foreach (var source in volume.Objects("projected", "sources"))
        {
            Token(source);
        }

        foreach (var item in volume.Objects("downwardAPI", "items").Concat(volume.Objects("projected", "sources").SelectMany(source => source.Objects("downwardAPI", "items"))))
        {
            (item["fieldRef"] as JsonObject)?.Default("apiVersion", "v1");
        }
    }

    /// <summary>A projected token lives an hour.</summary>
    private static void Token(JsonObject source) => (source["serviceAccountToken"] as JsonObject)?.Default("expirationSeconds", 3600);

    /// <summary>A port of a pod on its node's network is the node's; a template leaves that to its pods.</summary>
    private static void HostPorts(JsonObject container)
    {
        foreach (var port in container.Objects("ports").Where(port => port.Integer("hostPort") is null or 0))
        {
            port["hostPort"] = port["containerPort"]?.DeepClone();
        }
    }

    private static void RequestsFromLimits(JsonObject container)
    {
        if (container.At("resources", "limits") is not JsonObject { Count: > 0 } limits)
        {
            return;
        }

        var requests = container.Ensure("resources").Ensure("requests");
        foreach (var (resource, limit) in limits)
        {
            requests.Default(resource, limit.Text() ?? "");
        }
    }

    /// <summary>Whether a pod was stored with all that is filled in of what its containers share.</summary>
    private static bool HasShared(JsonObject spec)
    {
        var filled = (JsonObject)spec.DeepClone();
        Shared(filled);
        return JsonNode.DeepEquals(filled["resources"], spec["resources"]);
    }

    /// <summary>Of a pod that says what its containers share: huge pages as many as they may take together, and, where it limits anything, requests of what they request together, or else of
    /// its limit.</summary>
    private static void Shared(JsonObject spec)
    {
        if (spec["resources"] is not JsonObject shared || (shared["limits"] is not JsonObject { Count: > 0 } && shared["requests"] is not JsonObject { Count: > 0 }))
        {
            return;
        }

        foreach (var (resource, amount) in PodResourceValidation.Together(spec, "limits").Where(one => ContainerResourceValidation.IsHugePages(one.Key) && shared.At("requests", one.Key) is null))
        {
            shared.Ensure("limits").Default(resource, amount.ToString());
        }

        if (shared["limits"] is not JsonObject { Count: > 0 } limits)
        {
            return;
        }

        var requests = shared.Ensure("requests");
        foreach (var (resource, amount) in PodResourceValidation.Together(spec, "requests").Where(one => one.Key is "cpu" or "memory"))
        {
            requests.Default(resource, amount.ToString());
        }

        foreach (var (resource, limit) in limits.Where(one => one.Key is "cpu" or "memory" || ContainerResourceValidation.IsHugePages(one.Key)))
        {
            requests.Default(resource, limit.Text() ?? "");
        }
    }

    /// <summary>Adds the tolerations that every pod has.</summary>
    public static void Tolerate(JsonObject spec)
    {
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
    }

    private static void Tolerate(JsonObject spec, string taint)
    {
        if (spec.Objects("tolerations").Any(one => (one.Text("key") ?? taint) == taint && one.Text("effect") is null or "" or "NoExecute"))
        {
            return;
        }

        spec.Ensure<JsonArray>("tolerations", static () => []).Add(new JsonObject
        {
            ["key"] = taint,
            ["operator"] = "Exists",
            ["effect"] = "NoExecute",
            ["tolerationSeconds"] = TolerationSeconds,
        });
    }

    /// <summary>An image without a tag or digest, or with the tag latest, is pulled always.</summary>
    private static bool IsLatest(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return !name.Contains('@', StringComparison.Ordinal) && (colon < 0 || string.Compare(name[(colon + 1)..], "latest", ignoreCase: false, CultureInfo.InvariantCulture) == 0);
    }
}
