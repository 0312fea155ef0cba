namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>The scripts of a client: files in a folder.</summary>
/// <param name="client">Such as Python.</param>
/// <param name="pattern">Such as <c>*.py</c>.</param>
internal sealed class Scripts(string client, string pattern)
{
    public string Folder { get; } = Path.Combine(Repository.Root, "tests", "Clients.Tests", client, "scripts");

    /// <summary>Their names without the ending.</summary>
    public TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, pattern).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public string PathOf(string name) => Path.Combine(Folder, pattern.Replace("*", name, StringComparison.Ordinal));
}
