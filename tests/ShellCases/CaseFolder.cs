namespace CloudOrchestrator.ShellCases;

/// <summary>A folder of cases: each a folder of its own with a <c>steps.txt</c> and the files that its commands read.</summary>
/// <param name="Path">The folder.</param>
public sealed record CaseFolder(string Path)
{
    public IEnumerable<string> Names() =>
        Directory.EnumerateDirectories(Path).Select(folder => System.IO.Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    /// <summary>Whether a case says this of itself in its first line, a comment.</summary>
    public bool Says(string name, string words) => File.ReadLines(StepsPath(name)).First() == $"# {words}";

    public IReadOnlyList<CaseStep> Read(string name) => CaseFile.Read(File.ReadAllLines(StepsPath(name)));

    public IEnumerable<string> FilesOf(string name) => Directory.EnumerateFiles(System.IO.Path.Combine(Path, name));

    private string StepsPath(string name) => System.IO.Path.Combine(Path, name, "steps.txt");
}
