using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of bundles of trust anchors.</summary>
internal static class TrustBundleValidation
{
    private const string Bundle = "spec.trustBundle";

    /// <summary>Most bytes of a bundle.</summary>
    private const int BytesMax = 1024 * 1024;

    /// <summary>A bundle that an update leaves as it is is not read again.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var (signer, text) = (item.Text("spec", "signerName") ?? "", item.Text("spec", "trustBundle") ?? "");
        return Name(item.Text("metadata", "name") ?? "", signer)
            .Concat(signer.Length == 0 ? [] : SignerNames.Validate("spec.signerName", signer))
            .Concat(old is not null && text == (old.Text("spec", "trustBundle") ?? "") ? [] : Anchors(text));
    }

    private static IEnumerable<FieldError> Name(string name, string signer)
    {
        const string Field = "metadata.name";
        if (signer.Length == 0)
        {
            return name.Contains(':', StringComparison.Ordinal)
                ? [Faults.Invalid(Field, name, "ClusterTrustBundle without signer name must not have \":\" in its name")]
                : Faults.Each(Field, name, NameRules.SubdomainFaults(name));
        }

        var prefix = signer.Replace('/', ':') + ":";
        return name.StartsWith(prefix, StringComparison.Ordinal)
            ? Faults.Each(Field, name, NameRules.SubdomainFaults(name[prefix.Length..]))
            : [Faults.Invalid(Field, name, $"ClusterTrustBundle for signerName {signer} must be named with prefix {prefix}")];
    }

    /// <summary>What is wrong with the name of any bundle: one of a signer begins with it, a colon for its slash.</summary>
    public static IEnumerable<string> NameFaults(string name) => NameRules.SubdomainFaults(name[(name.LastIndexOf(':') + 1)..]);

    private static IEnumerable<FieldError> Anchors(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > BytesMax)
        {
            return [Faults.TooLong(Bundle, BytesMax)];
        }

        var blocks = PemBundle.Read(text).ToList();
        var errors = blocks.Select((block, index) => Fault(block) is { } fault ? Omitted($"entry {index} {fault}") : null).OfType<FieldError>().ToList();
        if (errors.Count > 0)
        {
            return errors;
        }

        return blocks.Count == 0
            ? [Omitted("at least one trust anchor must be provided")]
            : blocks.Select((block, index) => (Bytes: Convert.ToBase64String(block.Bytes.Span), index)).GroupBy(one => one.Bytes, one => one.index)
                .Where(group => group.Count() > 1).Select(group => Omitted($"duplicate trust anchor (indices [{string.Join(' ', group)}])"));
    }

    private static FieldError Omitted(string detail) => Faults.Invalid(Bundle, "<value omitted>", detail);

    /// <summary>What is wrong with a block that is to be a trust anchor; null for nothing.</summary>
    private static string? Fault(PemBlock block)
    {
        if (block.Label != "CERTIFICATE")
        {
            return $"has bad block type: {block.Label}";
        }

        if (block.HasHeaders)
        {
            return "has PEM block headers";
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(block.Bytes.Span);
            return certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { CertificateAuthority: true } ? null : "does not have the CA bit set";
        }
        catch (CryptographicException)
        {
            return "does not parse as X.509";
        }
    }
}
