using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Files of a volume of which one stands in another's place.</summary>
internal static class VolumePathWarnings
{
    /// <summary>Most files of a volume that are looked at: each is compared with all before it.</summary>
    private const int FilesMax = 200;

    /// <summary>Most overlaps of a volume that are told of: a body could bring any number.</summary>
    private const int OverlapsMax = 32;

    public static IEnumerable<string> Of(JsonObject spec)
    {
        foreach (var (volume, _) in Paths.Numbered(spec, "volumes", ""))
        {
            var name = volume.Text("name") ?? "";
            foreach (var warning in Warnings.All(
                HasSome(volume["configMap"]) ? Overlaps(Items(volume["configMap"], ""), name, $"ConfigMap {Quoted(volume.Text("configMap", "name"))}") : [],
                HasSome(volume["secret"]) ? Overlaps(Items(volume["secret"], ""), name, $"Secret {Quoted(volume.Text("secret", "secretName"))}") : [],
                HasSome(volume["downwardAPI"]) ? Overlaps(Items(volume["downwardAPI"], ""), name, "DownwardAPI") : [],
                volume["projected"] is JsonObject projected ? Projected(projected, name) : []))
            {
                yield return warning;
            }
        }
    }

    private static bool HasSome(JsonNode? source) => source.At("items") is JsonArray { Count: > 1 };

    private static IEnumerable<string> Projected(JsonObject projected, string name) =>
        projected.Objects("sources").Where(static source => source.Count == 0).Select(_ => $"volume {Quoted(name)} (Projected) has no sources provided")
            .Concat(Overlaps(projected.Objects("sources").SelectMany(Files), name, "Projected"));

    private static IEnumerable<File> Files(JsonObject source) =>
        source.At("configMap", "items") is not null ? Items(source["configMap"], "ConfigMap", source.Text("configMap", "name") ?? "")
        : source.At("secret", "items") is not null ? Items(source["secret"], "Secret", source.Text("secret", "name") ?? "")
        : source.At("downwardAPI", "items") is not null ? Items(source["downwardAPI"], "DownwardAPI")
        : source["serviceAccountToken"] is { } token ? [File.At(token.Text("path"), "ServiceAccountToken")]
        : source["clusterTrustBundle"] is { } bundle ? [File.At(bundle.Text("path"), "ClusterTrustBundle", bundle.Text("name") ?? bundle.Text("signerName") ?? "")]
        : source["podCertificate"] is { } certificate ?
        [
            File.At(certificate.Text("certificateChainPath"), "PodCertificate chain"),
            File.At(certificate.Text("keyPath"), "PodCertificate key"),
            File.At(certificate.Text("credentialBundlePath"), "PodCertificate credential bundle"),
        ]
        : [];

    private static IEnumerable<File> Items(JsonNode? source, string kind, string? name = null) => source.Objects("items").Select(item => File.At(item.Text("path"), kind, name));

    private static IEnumerable<string> Overlaps(IEnumerable<File> files, string volume, string what) => AllOverlaps(files, volume, what).Take(OverlapsMax);

    private static IEnumerable<string> AllOverlaps(IEnumerable<File> files, string volume, string what)
    {
        var seen = new List<File>();
        foreach (var file in files.Where(static file => file.Path.Length > 0).Take(FilesMax))
        {
            foreach (var other in seen)
            {
                if (file.Covers(other) || other.Covers(file))
                {
                    yield return $"volume {Quoted(volume)} ({what}): overlapping paths: {file} with {other}";
                }
            }

            seen.Add(file);
        }
    }

    private static string Quoted(string? text) => GoText.Quoted(text ?? "");

    /// <summary>A file, and what it comes from: empty where that is the volume.</summary>
    private readonly record struct File(string Path, string Kind, string? Name)
    {
        public static File At(string? path, string kind, string? name = null) => new((path ?? "").TrimEnd('/'), kind, name);

        /// <summary>Whether another stands at its path or below.</summary>
        public bool Covers(File other) =>
            other.Path.StartsWith(Path, StringComparison.Ordinal) && (other.Path.Length == Path.Length || other.Path[Path.Length] == '/');

        public override string ToString() => Kind.Length == 0 ? Quoted(Path) : Name is null ? $"{Quoted(Path)} ({Kind})" : $"{Quoted(Path)} ({Kind} {Quoted(Name)})";
    }
}
