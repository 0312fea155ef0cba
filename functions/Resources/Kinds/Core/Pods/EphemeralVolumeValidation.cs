using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of volumes for which a claim is made with the pod.</summary>
internal static class EphemeralVolumeValidation
{
    /// <param name="source">The volume's <c>ephemeral</c>.</param>
    /// <param name="volume">The volume's name.</param>
    /// <param name="at">The volume's path.</param>
    /// <param name="pod">The pod's name, which the claim is called by; null where it is not known.</param>
    public static IEnumerable<FieldError> Validate(JsonObject source, string volume, string at, string? pod)
    {
        var errors = source["volumeClaimTemplate"] is JsonObject claim ? Template(claim, $"{at}.ephemeral.volumeClaimTemplate") : [Faults.Required($"{at}.ephemeral.volumeClaimTemplate")];
        var name = $"{pod}-{volume}";
        return string.IsNullOrEmpty(pod) || volume.Length == 0
            ? errors
            : errors.Concat(NameRules.SubdomainFaults(name).Select(fault => Faults.Invalid($"{at}.name", volume, $"PVC name \"{name}\": {fault}")));
    }

    /// <summary>A claim that is yet to be made has labels and annotations, and nothing else that an object has.</summary>
    private static IEnumerable<FieldError> Template(JsonObject claim, string at)
    {
        var metadata = claim["metadata"] as JsonObject ?? [];
        return MetadataValidation.Annotations(metadata["annotations"], $"{at}.metadata.annotations")
            .Concat(MetadataValidation.Labels(metadata["labels"], $"{at}.metadata.labels"))
            .Concat(metadata.Where(member => member.Value is not null && member.Key is not ("annotations" or "labels")).Select(member => Faults.Forbidden($"{at}.metadata.{member.Key}", "cannot be set")))
            .Concat(ClaimValidation.Spec(claim["spec"] as JsonObject ?? [], $"{at}.spec"));
    }
}
