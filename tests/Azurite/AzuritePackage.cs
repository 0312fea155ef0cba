using System.Runtime.CompilerServices;

namespace CloudOrchestrator.Azurite;

/// <summary>The emulator's npm package.</summary>
internal static class AzuritePackage
{
    private static readonly string Sources = FindSources();

    /// <summary>Makes Node end the emulator when the tests end.</summary>
    public static string EndWithParent { get; } = Path.Combine(Sources, "end-with-parent.cjs");

    private static NpmPackage Package { get; } = new(Sources, Path.GetFullPath(Path.Combine(Sources, "..", "..", "artifacts", "azurite")));

    /// <summary>Installs the package unless it is there, and answers its program.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await Package.EnsureAsync(cancellationToken);
        return Path.Combine(Package.Folder, "node_modules", "azurite", "dist", "src", "azurite.js");
    }

    public static bool IsInstalled() => Package.IsInstalled();

    private static string FindSources([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
