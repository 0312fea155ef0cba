using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of a certificate that is issued to a pod: it is what was asked for, and its times are those that the status says.</summary>
internal static class IssuedCertificate
{
    private const int ChainBytesMax = 100 * 1024;
    private const string Chain = "status.certificateChain";
    private const string NotBefore = "status.notBefore";
    private const string NotAfter = "status.notAfter";
    private const string BeginRefresh = "status.beginRefreshAt";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LifetimeMin = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefreshMargin = TimeSpan.FromMinutes(10);

    /// <summary>The first fault ends the search, but for those of names and of missing times.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject status, DateTimeOffset now)
    {
        var chain = status.Text("certificateChain") ?? "";
        if (Encoding.UTF8.GetByteCount(chain) > ChainBytesMax)
        {
            return [Faults.TooLong(Chain, ChainBytesMax)];
        }

        var blocks = PemBundle.Read(chain).ToList();
        if (blocks.Count == 0)
        {
            return [Faults.Invalid(Chain, chain, "issued certificate chain must contain at least one certificate")];
        }

        if (blocks[0].Label != "CERTIFICATE")
        {
            return [Faults.Invalid(Chain, chain, "issued certificate chain must consist entirely of CERTIFICATE PEM blocks")];
        }

        using var leaf = Load(blocks[0]);
        if (leaf is null)
        {
            return [Faults.Invalid(Chain, chain, "leaf certificate does not parse as valid X.509")];
        }

        var errors = Names(leaf).ToList();
        if (!leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(StubRequest.PublicKey(Convert.FromBase64String(item.Text("spec", "stubPKCS10Request") ?? ""))))
        {
            return [.. errors, Faults.Invalid(Chain, chain, "leaf certificate was not issued to the requested public key")];
        }

        errors.AddRange(Missing(status));
        return errors.Count > 0 ? errors
            : Times(status, leaf, item.Integer("spec", "maxExpirationSeconds") ?? 0, now) is { } fault ? [fault]
            : Further(blocks.Skip(1)) is { } detail ? [Faults.Invalid(Chain, chain, detail)]
            : [];
    }

    private static IEnumerable<FieldError> Names(X509Certificate2 leaf)
    {
        foreach (var name in leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()))
        {
            if (name.Length == 0)
            {
                yield return Faults.Invalid(Chain, name, "leaf certificate should not contain empty DNSName");
            }

            if (name.Contains("..", StringComparison.Ordinal))
            {
                yield return Faults.Invalid(Chain, name, "leaf certificate's DNSName should not contain '..'");
            }

            if (name.StartsWith('.') || name.EndsWith('.'))
            {
                yield return Faults.Invalid(Chain, name, "leaf certificate's DNSName should not start or end with '.'");
            }
        }
    }

    private static IEnumerable<FieldError> Missing(JsonObject status)
    {
        const string Consistent = "must be present and consistent with the issued certificate";
        return new[] { ("notBefore", Consistent), ("notAfter", Consistent), ("beginRefreshAt", "must be present and in the range [notbefore+10min, notafter-10min]") }
            .Where(one => status.Text(one.Item1) is null).Select(one => Faults.Required($"status.{one.Item1}", one.Item2));
    }

    private static FieldError? Times(JsonObject status, X509Certificate2 leaf, long secondsMax, DateTimeOffset now)
    {
        var (notBefore, notAfter, refresh) = (Time(status, "notBefore"), Time(status, "notAfter"), Time(status, "beginRefreshAt"));
        var (from, until) = (new DateTimeOffset(leaf.NotBefore), new DateTimeOffset(leaf.NotAfter));
        var lifetime = until - from;
        return notBefore != from ? Wrong(NotBefore, notBefore, "must be set to the NotBefore time encoded in the leaf certificate")
            : (notBefore - now).Duration() >= Skew ? Wrong(NotBefore, notBefore, "must be set to within 5 minutes of kube-apiserver's current time")
            : notAfter != until ? Wrong(NotAfter, notAfter, "must be set to the NotAfter time encoded in the leaf certificate")
            : lifetime < LifetimeMin ? Wrong(Chain, lifetime, "leaf certificate lifetime must be >= 1 hour")
            : lifetime > TimeSpan.FromSeconds(secondsMax) ? Wrong(Chain, lifetime, $"leaf certificate lifetime must be <= spec.maxExpirationSeconds ({secondsMax})")
            : refresh < notBefore + RefreshMargin ? Wrong(BeginRefresh, refresh, "must be at least 10 minutes after status.notBefore")
            : refresh > notAfter - RefreshMargin ? Wrong(BeginRefresh, refresh, "must be at least 10 minutes before status.notAfter")
            : null;
    }

    /// <summary>The chain is not verified, but what follows the leaf is of certificates.</summary>
    private static string? Further(IEnumerable<PemBlock> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Label != "CERTIFICATE")
            {
                return "issued certificate chain must consist entirely of CERTFICATE PEM blocks";
            }

            using var certificate = Load(block);
            if (certificate is null)
            {
                return "intermediate certificate does not parse as valid X.509";
            }
        }

        return null;
    }

    private static DateTimeOffset Time(JsonObject status, string name) => DateTimeOffset.Parse(status.Text(name)!, CultureInfo.InvariantCulture);

    private static FieldError Wrong(string field, DateTimeOffset value, string detail) =>
        Faults.Wrong(field, $"{value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} +0000 UTC: {detail}");

    private static FieldError Wrong(string field, TimeSpan value, string detail) => Faults.Wrong(field, $"{GoDuration.Format(value)}: {detail}");

    private static X509Certificate2? Load(PemBlock block)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(block.Bytes.Span);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
