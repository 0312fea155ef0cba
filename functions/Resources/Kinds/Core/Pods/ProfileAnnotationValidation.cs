using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The annotations that named profiles before there were fields for them say the same as the fields.</summary>
internal static class ProfileAnnotationValidation
{
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/";
    private const string Local = "localhost/";

    /// <param name="owner">The pod, or a template.</param>
    /// <param name="field">The path of its spec.</param>
    public static IEnumerable<FieldError> Validate(JsonObject owner, string field)
    {
        if (owner.At("metadata", "annotations") is not JsonObject { Count: > 0 } given || !given.Any(one => IsProfile(one.Key)))
        {
            return [];
        }

        var annotations = given.Map();

        var spec = owner["spec"] as JsonObject ?? [];
        var containers = PodContainers.Numbered(spec, field).ToList();
        var ofPod = spec.At("securityContext", "appArmorProfile");
        return Compared(annotations.GetValueOrDefault(Seccomp + "pod"), spec.At("securityContext", "seccompProfile"), $"{field}.securityContext.seccompProfile", "seccomp")
            .Concat(containers.SelectMany(one => Compared(
                annotations.GetValueOrDefault($"container.{Seccomp}{one.Item.Text("name")}"), one.Item.At("securityContext", "seccompProfile"), $"{one.At}.securityContext.seccompProfile", "seccomp")))
            .Concat(spec.Text("os", "name") == "windows" ? [] : containers.SelectMany(one => Compared(
                annotations.GetValueOrDefault(PodAnnotationValidation.AppArmor + one.Item.Text("name")), one.Item.At("securityContext", "appArmorProfile") ?? ofPod, $"{one.At}.securityContext.appArmorProfile", "apparmor")));
    }

    private static bool IsProfile(string annotation) =>
        annotation.StartsWith(Seccomp, StringComparison.Ordinal) || annotation.StartsWith("container." + Seccomp, StringComparison.Ordinal)
        || annotation.StartsWith(PodAnnotationValidation.AppArmor, StringComparison.Ordinal);

    private static IEnumerable<FieldError> Compared(string? annotation, JsonNode? profile, string at, string kind)
    {
        if (annotation is null || profile is null)
        {
            return [];
        }

        var isOfType = profile.Text("type") switch
        {
            "Unconfined" => annotation == "unconfined",
            "RuntimeDefault" => annotation == "runtime/default" || (kind == "seccomp" && annotation == "docker/default"),
            "Localhost" => annotation.StartsWith(Local, StringComparison.Ordinal),
            _ => true,
        };
        return !isOfType ? [Faults.Forbidden($"{at}.type", $"{kind} type in annotation and field must match")]
            : profile.Text("type") == "Localhost" && annotation[Local.Length..] != profile.Text("localhostProfile") ? [Faults.Forbidden($"{at}.localhostProfile", $"{kind} profile in annotation and field must match")]
            : [];
    }
}
