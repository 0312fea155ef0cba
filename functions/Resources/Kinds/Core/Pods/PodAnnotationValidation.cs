using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the annotations that say something of a pod.</summary>
internal static class PodAnnotationValidation
{
    /// <summary>What the annotation of a container's AppArmor profile begins with; the container's name follows.</summary>
    public const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>The annotation of a pod's profile of seccomp.</summary>
    public const string SeccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";

    /// <summary>What the annotation of a container's profile of seccomp begins with; the container's name follows.</summary>
    public const string SeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Local = "localhost/";

    /// <param name="annotations">A pod's annotations, or a template's.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="at">The annotations' path.</param>
    public static IEnumerable<FieldError> Validate(JsonNode? annotations, JsonObject spec, string at) =>
        annotations is JsonObject { Count: > 0 } map ? map.SelectMany(one => One(one.Key, one.Value.Text() ?? "", spec, at)) : [];

    /// <summary>What was said of AppArmor, and that a pod is only the image of another, stays.</summary>
    public static IEnumerable<FieldError> Update(JsonObject item, JsonObject old)
    {
        var (now, before) = (item.Map("metadata", "annotations"), old.Map("metadata", "annotations"));
        foreach (var key in before.Keys.Where(key => IsFixed(key) && now.GetValueOrDefault(key) != before[key]))
        {
            yield return Faults.Forbidden($"metadata.annotations[{key}]", $"may not remove or update {Subject(key)}");
        }

        foreach (var key in now.Keys.Where(key => IsFixed(key) && !before.ContainsKey(key)))
        {
            yield return Faults.Forbidden($"metadata.annotations[{key}]", $"may not add {Subject(key)}");
        }
    }

    private static bool IsFixed(string key) => key == PodParts.MirrorAnnotation || key.StartsWith(AppArmor, StringComparison.Ordinal);

    private static string Subject(string key) => key == PodParts.MirrorAnnotation ? "mirror pod annotation" : "AppArmor annotations";

    private static IEnumerable<FieldError> One(string key, string value, JsonObject spec, string at) => key switch
    {
        PodParts.MirrorAnnotation => string.IsNullOrEmpty(spec.Text("nodeName")) ? [Faults.Invalid($"{at}[{key}]", value, "must set spec.nodeName if mirror pod annotation is set")] : [],
        DeletionCost => IsCost(value) ? [] : [Faults.Invalid($"{at}[{key}]", value, "must be a 32bit integer")],
        SeccompOfPod => Seccomp(value, $"{at}.{key}"),
        _ when key.StartsWith(SeccompOfContainer, StringComparison.Ordinal) => Seccomp(value, $"{at}.{key}"),
        _ when key.StartsWith(AppArmor, StringComparison.Ordinal) => Armor(key[AppArmor.Length..], value, spec, $"{at}[{key}]"),
        _ => [],
    };

    /// <summary>A number without a plus sign or leading zeros.</summary>
    private static bool IsCost(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && (text == "0" || text[0] is '-' or (>= '1' and <= '9'));

    private static IEnumerable<FieldError> Seccomp(string profile, string at) =>
        profile is "runtime/default" or "docker/default" or "unconfined" ? []
        : profile.StartsWith(Local, StringComparison.Ordinal) ? MountValidation.Below(at, profile[Local.Length..])
        : [Faults.Invalid(at, profile, "must be a valid seccomp profile")];

    private static IEnumerable<FieldError> Armor(string container, string profile, JsonObject spec, string at)
    {
        if (!PodContainers.Numbered(spec, "spec").Any(one => one.Item.Text("name") == container))
        {
            yield return Faults.Invalid(at, container, "container not found");
        }

        if (profile is not ("" or "runtime/default" or "unconfined") && !profile.StartsWith(Local, StringComparison.Ordinal))
        {
            yield return Faults.Invalid(at, profile, $"invalid AppArmor profile name: \"{profile}\"");
        }
    }
}
