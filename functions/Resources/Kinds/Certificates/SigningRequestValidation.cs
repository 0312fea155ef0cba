using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of requests of certificates.</summary>
internal static class SigningRequestValidation
{
    private const long ExpirationSecondsMin = 600;
    private const string LegacySigner = "kubernetes.io/legacy-unknown";

    private static readonly string[] Usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection", "encipher only",
        "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
    ];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) => old is null ? Spec(item["spec"]) : [];

    private static IEnumerable<FieldError> Spec(JsonNode? spec)
    {
        var request = spec.Text("request") ?? "";
        if (PemBlocks.RequestFault(request) is { } fault)
        {
            yield return Faults.Invalid("spec.request", request, fault);
        }

        if (!spec.Texts("usages").Any())
        {
            yield return Faults.Required("spec.usages");
        }

        var errors = Choices.Numbered(spec, "usages", "spec").SelectMany(usage => Choices.OneOf(usage.At, usage.Text, Usages))
            .Concat(Choices.Unique(spec, "usages", "spec"))
            .Concat(Signer("spec.signerName", spec.Text("signerName") ?? ""));
        foreach (var error in errors)
        {
            yield return error;
        }

        if (spec.Integer("expirationSeconds") is < ExpirationSecondsMin and var seconds)
        {
            yield return Faults.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)");
        }
    }

    private static IEnumerable<FieldError> Signer(string field, string name) =>
        name == LegacySigner ? [Faults.Invalid(field, name, "the legacy signerName is not allowed via this API version")] : SignerNames.Validate(field, name);
}
