using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Annotations of pods that fields have taken the place of.</summary>
internal static class PodAnnotationWarnings
{
    private const string Seccomp = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
    private const string AppArmor = "deprecated since v1.30; use the \"appArmorProfile\" field instead";
    private const string Local = "localhost/";

    /// <summary>Those that mean nothing any more.</summary>
    public static IEnumerable<string> Old(JsonObject owner, string prefix) => owner.At("metadata", "annotations") is JsonObject { Count: > 0 } annotations ? Meaningless(annotations, prefix) : [];

    /// <summary>Profiles of seccomp, and in templates those of AppArmor, that no field says.</summary>
    /// <param name="owner">A pod, or a template.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="prefix">What its paths begin with; empty for a pod.</param>
    public static IEnumerable<string> Profiles(JsonObject owner, JsonObject spec, string prefix) =>
        owner.At("metadata", "annotations") is JsonObject { Count: > 0 } annotations ? Unsaid(annotations, spec, prefix) : [];

    /// <summary>Profiles of AppArmor of a pod, which only those that say what its field says too are taken for.</summary>
    public static IEnumerable<string> AppArmorOfPod(JsonObject pod) =>
        pod.At("metadata", "annotations") is not JsonObject { Count: > 0 } annotations || pod.Text("spec", "os", "name") == "windows" || pod["spec"] is not JsonObject spec ? []
        : AppArmorOfPod(annotations, spec);

    private static IEnumerable<string> AppArmorOfPod(JsonObject annotations, JsonObject spec) =>
        Bearing(annotations, PodAnnotationValidation.AppArmor, spec, "appArmorProfile")
            .Where(one => !IsProfile(one.Value, spec.At("securityContext", "appArmorProfile"))).Select(static one => $"metadata.annotations[{one.Key}]: {AppArmor}");

    private static IEnumerable<string> Meaningless(JsonObject annotations, string prefix)
    {
        for (var index = 0; index < annotations.Count; index++)
        {
            var key = annotations.GetAt(index).Key;
            var why = key switch
            {
                "scheduler.alpha.kubernetes.io/critical-pod" => "non-functional in v1.16+; use the \"priorityClassName\" field instead",
                "security.alpha.kubernetes.io/sysctls" or "security.alpha.kubernetes.io/unsafe-sysctls" => "non-functional in v1.11+; use the \"sysctls\" field instead",
                _ => null,
            };
            if (why is not null)
            {
                yield return $"{prefix}metadata.annotations[{key}]: {why}";
            }
        }
    }

    private static IEnumerable<string> Unsaid(JsonObject annotations, JsonObject spec, string prefix)
    {
        if (annotations.ContainsKey(PodAnnotationValidation.SeccompOfPod) && spec.At("securityContext", "seccompProfile") is null)
        {
            yield return $"{prefix}metadata.annotations[{PodAnnotationValidation.SeccompOfPod}]: {Seccomp}";
        }

        foreach (var (key, _) in Bearing(annotations, PodAnnotationValidation.SeccompOfContainer, spec, "seccompProfile"))
        {
            yield return $"{prefix}metadata.annotations[{key}]: {Seccomp}";
        }

        var isOfTemplate = prefix.Length > 0 && spec.At("securityContext", "appArmorProfile") is null;
        foreach (var (key, _) in isOfTemplate ? Bearing(annotations, PodAnnotationValidation.AppArmor, spec, "appArmorProfile") : [])
        {
            yield return $"{prefix}metadata.annotations[{key}]: {AppArmor}";
        }
    }

    /// <summary>The annotations that say a profile of a container, of those that have no field that says it.</summary>
    private static IEnumerable<(string Key, string Value)> Bearing(JsonObject annotations, string prefix, JsonObject spec, string field)
    {
        for (var index = 0; index < annotations.Count; index++)
        {
            var (key, value) = annotations.GetAt(index);
            if (key.StartsWith(prefix, StringComparison.Ordinal) && LacksField(spec, key[prefix.Length..], field))
            {
                yield return (key, value.Text() ?? "");
            }
        }
    }

    private static bool LacksField(JsonObject spec, string container, string field) =>
        PodContainers.Any(spec, one => one.Text("name") == container && one.At("securityContext", field) is null);

    private static bool IsProfile(string annotation, JsonNode? profile) => profile.Text("type") switch
    {
        "RuntimeDefault" => annotation == "runtime/default",
        "Unconfined" => annotation == "unconfined",
        "Localhost" => annotation.StartsWith(Local, StringComparison.Ordinal) && annotation[Local.Length..] == profile.Text("localhostProfile"),
        _ => false,
    };
}
