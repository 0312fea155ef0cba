using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what a container learns of its own pod.</summary>
internal static class FieldReferenceValidation
{
    private const string Bytes = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";

    /// <summary>The fields that can be named at all; which of them may be depends on who asks.</summary>
    private static readonly string[] Known =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName",
        "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] Resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    /// <param name="reference">What names the field.</param>
    /// <param name="at">Its path.</param>
    /// <param name="supported">The fields that may be named here.</param>
    public static IEnumerable<FieldError> Field(JsonObject reference, string at, string[] supported)
    {
        foreach (var name in (string[])["apiVersion", "fieldPath"])
        {
            if (string.IsNullOrEmpty(reference.Text(name)))
            {
                return [Faults.Required($"{at}.{name}")];
            }
        }

        var path = reference.Text("fieldPath")!;
        var (owner, key) = Subscript(path);
        if (Fault(reference.Text("apiVersion")!, path, owner) is { } fault)
        {
            return [Faults.Invalid($"{at}.fieldPath", path, $"error converting fieldPath: {fault}")];
        }

        // The name that the node of a pod had first.
        var field = path == "spec.host" ? "spec.nodeName" : path;
        return owner switch
        {
            null => supported.Contains(field) ? [] : [Faults.NotSupported($"{at}.fieldPath", field, supported)],
            "metadata.annotations" => Faults.Each(at, key.ToLowerInvariant(), NameRules.QualifiedNameFaults(key.ToLowerInvariant())),
            _ => Faults.Each(at, key, NameRules.QualifiedNameFaults(key)),
        };
    }

    private static string? Fault(string version, string path, string? owner) =>
        version != "v1" ? $"unsupported pod version: {version}"
        : owner is not (null or "metadata.annotations" or "metadata.labels") ? $"field label does not support subscript: {path}"
        : owner is null && path != "spec.host" && !Known.Contains(path) ? $"field label not supported: {path}"
        : null;

    /// <summary>The map and the key of a path such as <c>metadata.labels['app']</c>; no map where the path has no key.</summary>
    private static (string? Owner, string Key) Subscript(string path)
    {
        var start = path.IndexOf("['", StringComparison.Ordinal);
        return start > 0 && path.EndsWith("']", StringComparison.Ordinal) && path.Length >= start + 4 ? (path[..start], path[(start + 2)..^2]) : (null, "");
    }

    /// <param name="reference">What names the container's request or limit.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isOfVolume">Whether it has to say whose.</param>
    public static IEnumerable<FieldError> Resource(JsonObject reference, string at, bool isOfVolume)
    {
        var resource = reference.Text("resource") ?? "";
        IEnumerable<FieldError> errors = isOfVolume && string.IsNullOrEmpty(reference.Text("containerName")) ? [Faults.Required($"{at}.containerName")]
            : resource.Length == 0 ? [Faults.Required($"{at}.resource")]
            : Resources.Contains(resource) || IsHugePages(resource) ? []
            : [Faults.NotSupported($"{at}.resource", resource, Resources)];
        return errors.Concat(Divisor(resource, reference.Text("divisor"), $"{at}.divisor"));
    }

    private static IEnumerable<FieldError> Divisor(string resource, string? text, string at)
    {
        if (!Quantity.TryParse(text, out var divisor) || divisor.Equals(default))
        {
            return [];
        }

        var (allowed, kind) = resource switch
        {
            "limits.cpu" or "requests.cpu" => ("1m, 1", "cpu"),
            "limits.memory" or "requests.memory" => (Bytes, "memory"),
            "limits.ephemeral-storage" or "requests.ephemeral-storage" => (Bytes, "local ephemeral storage"),
            _ => (IsHugePages(resource) ? Bytes : "", "hugepages"),
        };
        return allowed.Length == 0 || allowed.Split(", ").Contains(divisor.ToString())
            ? []
            : [Faults.Invalid(at, resource, $"only divisor's values {(kind == "cpu" ? "1m and 1" : allowed)} are supported with the {kind} resource")];
    }

    private static bool IsHugePages(string resource) =>
        resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);
}
