using System.Text.RegularExpressions;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>
/// A minimal manifest of every kind: the objects that the defaults of kinds are tested with, and in manifests/ those of kinds that have no defaults.
/// </summary>
internal static partial class KindManifests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Resources.Tests", "Kinds", "Defaults", "cases");
    private static readonly string Own = Path.Combine(Repository.Root, "tests", "Clients.Tests", "Kubectl", "manifests");

    /// <summary>"apiVersion kind" to a manifest of it. Of several the one whose file's name is the shortest: the others are variations.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Directory.EnumerateFiles(Cases, "*.yaml").Concat(Directory.EnumerateFiles(Own, "*.yaml"))
        .OrderBy(file => Path.GetFileName(file).Length)
        .ThenBy(file => file, StringComparer.Ordinal)
        .Select(file => Read(File.ReadAllText(file)))
        .GroupBy(manifest => manifest.Type)
        .ToDictionary(group => group.Key, group => group.First().Text);

    /// <summary>A case holds the object as sent, mostly without its type, and then as stored; in YAML or JSON.</summary>
    private static (string Type, string Text) Read(string file)
    {
        var documents = file.Split("\n---\n");
        var typed = documents.First(document => VersionPattern().IsMatch(document));
        var (version, kind) = (VersionPattern().Match(typed).Groups[1].Value, KindPattern().Match(typed).Groups[1].Value);
        var text = typed == documents[0] ? typed
            : typed[0] == '{' ? $$"""{"apiVersion": "{{version}}", "kind": "{{kind}}", {{documents[0][1..]}}"""
            : $"apiVersion: {version}\nkind: {kind}\n{documents[0]}\n";
        return ($"{version} {kind}", text);
    }

    [GeneratedRegex("""^(?:apiVersion: |\{.*?"apiVersion": ")([^"\n]+)""", RegexOptions.Multiline)]
    private static partial Regex VersionPattern();

    [GeneratedRegex("""^(?:kind: |\{"kind": ")([^"\n]+)""", RegexOptions.Multiline)]
    private static partial Regex KindPattern();
}
