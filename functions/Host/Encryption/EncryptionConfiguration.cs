using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Host.Encryption;

/// <summary>Reads a Kubernetes <c>EncryptionConfiguration</c>: which resources are encrypted where they are stored, and with which keys.</summary>
/// <remarks>Of the providers <c>aesgcm</c> and <c>identity</c> are known. Of a resource's providers the first encrypts what is written from now on; the others are for
/// reading what was written before. The first entry that names a resource counts.</remarks>
internal static class EncryptionConfiguration
{
    private const string Option = "--encryption-provider-config";
    private const string ApiVersion = "apiserver.config.k8s.io/v1";
    private const string Kind = "EncryptionConfiguration";

    /// <summary>Reads the file.</summary>
    /// <exception cref="StartException">It cannot be read, or says what cannot be; the message names file and field.</exception>
    public static IDocumentCipher Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{Option} {path}: the file cannot be read: {fault.Message}");
        }

        return YamlDecoder.Decode(bytes, null) switch
        {
            DecodeOutcome.Decoded decoded => Parse(path, decoded.Document),
            DecodeOutcome.Malformed malformed => throw Wrong(path, malformed.Message),
            var other => throw Wrong(path, other.ToString()!),
        };
    }

    private static AesGcmCipher Parse(string path, JsonObject document)
    {
        if (document.Text("apiVersion") != ApiVersion || document.Text("kind") != Kind)
        {
            throw Wrong(path, $"its apiVersion and kind are not {ApiVersion} and {Kind}");
        }

        var keys = new List<CipherKey>();
        var rules = new List<(IReadOnlyList<string> Resources, CipherKey? Key)>();
        foreach (var (entry, index) in document.Objects("resources").Select((entry, index) => (entry, index)))
        {
            var field = $"resources[{index}]";
            var providers = entry.Objects("providers").Select((provider, at) => Keys(path, $"{field}.providers[{at}]", provider)).ToList();
            if (providers.Count == 0 || !entry.Texts("resources").Any())
            {
                throw Wrong(path, $"{field} has no {(providers.Count == 0 ? "providers" : "resources")}");
            }

            keys.AddRange(providers.SelectMany(provider => provider));
            rules.Add(([.. entry.Texts("resources")], providers[0].FirstOrDefault()));
        }

        try
        {
            return new AesGcmCipher(keys, collection => rules.FirstOrDefault(rule => rule.Resources.Any(resource => Names(resource, collection))).Key);
        }
        catch (ArgumentException fault)
        {
            throw Wrong(path, fault.Message.Split(" (Parameter")[0]);
        }
    }

    /// <summary>The keys of a provider; none of <c>identity</c>.</summary>
    private static IReadOnlyList<CipherKey> Keys(string path, string field, JsonObject provider)
    {
        if (provider.ContainsKey("identity"))
        {
            return [];
        }

        if (provider.At("aesgcm") is not { } aesgcm)
        {
            throw Wrong(path, $"{field} is {string.Join(", ", provider.Select(member => member.Key))}; aesgcm and identity are known");
        }

        var keys = aesgcm.Objects("keys").Select((key, at) => Key(path, $"{field}.aesgcm.keys[{at}]", key)).ToList();
        return keys.Count > 0 ? keys : throw Wrong(path, $"{field}.aesgcm.keys is empty");
    }

    private static CipherKey Key(string path, string field, JsonObject key)
    {
        var secret = key.Text("secret") ?? throw Wrong(path, $"{field}.secret is missing");
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret, bytes, out var length)
            ? new CipherKey(key.Text("name") ?? "", bytes.AsMemory(0, length))
            : throw Wrong(path, $"{field}.secret is not base64");
    }

    /// <summary>Whether a resource as the configuration names it (<c>secrets</c>, <c>deployments.apps</c>, <c>*.apps</c>, <c>*.</c>, <c>*.*</c>) is a collection's.</summary>
    private static bool Names(string resource, string collection)
    {
        var (group, plural) = collection.Split('/') is [var first, var second] ? (first, second) : ("", collection);
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        var (name, of) = dot < 0 ? (resource, "") : (resource[..dot], resource[(dot + 1)..]);
        return (name == "*" || name == plural) && ((of == "*" && dot > 0) || of == group);
    }

    private static StartException Wrong(string path, string how) => new($"{Option} {path}: {how.TrimEnd('.')}.");
}
