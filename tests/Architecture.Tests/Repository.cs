using System.Runtime.CompilerServices;

namespace CloudOrchestrator.Architecture.Tests;

/// <summary>The clone that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: that of the assemblies built together with these tests.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The projects that are shipped.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
        [.. new[] { "functions", "agent" }.SelectMany(side => Files(side, "*.csproj")).Select(path => new Project(path)).OrderBy(project => project.Name, StringComparer.Ordinal)];

    /// <summary>Files below a folder, without what builds write.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(Path.Combine(folder, "CloudOrchestrator.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No CloudOrchestrator.sln above {thisFile}.");
    }
}
