using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of what pods' requests of certificates ask for.</summary>
internal static class PodRequestValidation
{
    private const int UidBytesMax = 128;
    private const int RequestBytesMax = 10 * 1024;
    private const long ExpirationSecondsMin = 60 * 60;
    private const long ExpirationSecondsMax = 91 * 24 * 60 * 60;
    private const long KubernetesExpirationSecondsMax = 24 * 60 * 60;
    private const string Request = "spec.stubPKCS10Request";

    /// <summary>What is asked for never changes, and so is looked at once.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        if (old is not null)
        {
            return [];
        }

        var (spec, signer) = (item["spec"], item.Text("spec", "signerName") ?? "");
        return SignerNames.Validate("spec.signerName", signer)
            .Concat(Annotations(spec))
            .Concat(Named(spec, "podName", "podUID"))
            .Concat(Named(spec, "serviceAccountName", "serviceAccountUID"))
            .Concat(Named(spec, "nodeName", "nodeUID"))
            .Concat(Expiration(spec.Integer("maxExpirationSeconds") ?? 0, SignerNames.IsKubernetes(signer) ? KubernetesExpirationSecondsMax : ExpirationSecondsMax))
            .Concat(Key(spec.Text("stubPKCS10Request") ?? ""));
    }

    private static IEnumerable<FieldError> Annotations(JsonNode? spec)
    {
        const string Field = "spec.unverifiedUserAnnotations";
        foreach (var key in spec.Map("unverifiedUserAnnotations").Keys.Select(key => key.ToLowerInvariant()))
        {
            var faults = NameRules.QualifiedNameFaults(key).ToList();
            foreach (var fault in faults.Count > 0 ? faults : key.Contains('/', StringComparison.Ordinal) ? [] : ["must be a domain-prefixed key (such as \"acme.io/foo\")"])
            {
                yield return Faults.Invalid(Field, key, fault);
            }
        }

        foreach (var error in MetadataValidation.Annotations(spec.At("unverifiedUserAnnotations"), Field).Where(error => error.Reason == "FieldValueTooLong"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Named(JsonNode? spec, string name, string uid)
    {
        var (named, id) = (spec.Text(name) ?? "", spec.Text(uid) ?? "");
        return Faults.Each($"spec.{name}", named, NameRules.SubdomainFaults(named))
            .Concat(id.Length == 0 ? [Faults.Invalid($"spec.{uid}", id, "must not be empty")] : [])
            .Concat(id.Length > UidBytesMax ? [Faults.TooLong($"spec.{uid}", UidBytesMax)] : []);
    }

    private static IEnumerable<FieldError> Expiration(long seconds, long secondsMax) => seconds is >= ExpirationSecondsMin && seconds <= secondsMax
        ? []
        : [Faults.Invalid("spec.maxExpirationSeconds", seconds, $"must be in the range [{ExpirationSecondsMin}, {secondsMax}]")];

    private static IEnumerable<FieldError> Key(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return bytes.Length > RequestBytesMax ? [Faults.TooLong(Request, RequestBytesMax)]
            : StubRequest.Fault(bytes) is { } fault ? [Faults.Wrong(Request, fault)]
            : [];
    }
}
