using System.Runtime.CompilerServices;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>The app as it is deployed: the folder that <c>dotnet publish</c> makes.</summary>
internal static class PublishedApp
{
    private const string Variable = "PUBLISHED_APP";

    private static readonly string Root = FindRoot();

    /// <summary>The folder that the environment names, else the newest that <c>./up</c> or <c>./test</c> has made whole.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Checked(named) : Newest();

    /// <summary>The clone.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    private static string Checked(string folder) => File.Exists(Path.Combine(folder, "host.json"))
        ? folder
        : throw new InvalidOperationException($"{Variable}={folder}: there is no published app in it (no host.json).");

    private static string Newest()
    {
        var builds = new DirectoryInfo(Path.Combine(Artifacts, "up"));
        var newest = !builds.Exists ? null : builds.GetDirectories()
            .Where(build => File.Exists(Path.Combine(build.FullName, "complete")) && File.Exists(Path.Combine(build.FullName, "host", "host.json")))
            .MaxBy(build => File.GetLastWriteTimeUtc(Path.Combine(build.FullName, "complete")));
        return newest is not null
            ? Path.Combine(newest.FullName, "host")
            : throw new InvalidOperationException(
                $"No published app: run ./test LocalAzure.Tests, or dotnet publish functions/Host -p:PublishForFunctions=true -o FOLDER and set {Variable}=FOLDER.");
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
