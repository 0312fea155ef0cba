using System.Runtime.CompilerServices;

namespace CloudOrchestrator.ShellCases;

/// <summary>The clone that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

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
