using System.Text;
using System.Text.Json;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes.Configuration;
using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>Finds what a registry asks of who pulls, among a pod's pull secrets.</summary>
internal sealed class PullCredentials(IConfigurationSource configuration)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>The first that fits; null if none does, and then the registry is asked without.</summary>
    public async Task<RegistryCredentials?> FindAsync(V1Pod pod, string image, CancellationToken cancellationToken)
    {
        var registry = RegistryOf(image);
        // Names may be empty, and then name none.
        foreach (var reference in (pod.Spec.ImagePullSecrets ?? []).Where(one => !string.IsNullOrEmpty(one.Name)))
        {
            var secret = await configuration.GetSecretAsync(pod.Metadata.NamespaceProperty, reference.Name, cancellationToken).ConfigureAwait(false);
            if (secret.Value?.Data?.TryGetValue(".dockerconfigjson", out var bytes) == true && Read(bytes, registry) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    internal static string RegistryOf(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash > 0 ? image[..slash] : "";
        return first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost" ? first : DefaultRegistry;
    }

    private static RegistryCredentials? Read(byte[] bytes, string registry)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (!document.RootElement.TryGetProperty("auths", out var auths))
            {
                return null;
            }

            foreach (var entry in auths.EnumerateObject().Where(entry => HostOf(entry.Name) == registry))
            {
                return FromEntry(entry.Name, entry.Value);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // A secret that is not what it should be gives nothing; the registry's answer tells the user.
        }

        return null;
    }

    private static RegistryCredentials? FromEntry(string server, JsonElement entry)
    {
        if (entry.TryGetProperty("username", out var username) && entry.TryGetProperty("password", out var password))
        {
            return new RegistryCredentials(server, username.GetString() ?? "", password.GetString() ?? "");
        }

        if (!entry.TryGetProperty("auth", out var auth))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth.GetString() ?? "")).Split(':', 2);
        return pair.Length == 2 ? new RegistryCredentials(server, pair[0], pair[1]) : null;
    }

    private static string HostOf(string server)
    {
        var start = server.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var host = server[start..].Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? DefaultRegistry : host;
    }
}
