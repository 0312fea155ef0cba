using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CloudOrchestrator.Azurite;

/// <summary>The emulator's npm package, pinned by the lock file beside this source and installed once below <c>artifacts/</c>.</summary>
internal static class AzuritePackage
{
    /// <summary>Longest that fetching it may take.</summary>
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>How often a test program looks whether another has finished installing.</summary>
    private static readonly TimeSpan InstallPoll = TimeSpan.FromMilliseconds(200);

    private static readonly string Sources = FindSources();

    /// <summary>Makes Node end the emulator when the tests end.</summary>
    public static string EndWithParent { get; } = Path.Combine(Sources, "end-with-parent.cjs");

    private static string Folder { get; } = Path.GetFullPath(Path.Combine(Sources, "..", "..", "artifacts", "azurite"));

    /// <summary>Installs the package unless it is there, and answers its program.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        Directory.CreateDirectory(Folder);
        await using var alone = await AloneAsync(cancellationToken);
        if (!IsInstalled())
        {
            foreach (var name in new[] { "package.json", ".npmrc", "package-lock.json" })
            {
                File.Copy(Path.Combine(Sources, name), Path.Combine(Folder, name), overwrite: true);
            }

            await InstallAsync(cancellationToken);
            File.Copy(Path.Combine(Sources, "package-lock.json"), Installed, overwrite: true);
        }

        return program;
    }

    /// <summary>A copy of the lock file, written last: what is installed, completely.</summary>
    private static string Installed => Path.Combine(Folder, "installed-lock.json");

    public static bool IsInstalled() =>
        File.Exists(Installed) && File.ReadAllText(Installed) == File.ReadAllText(Path.Combine(Sources, "package-lock.json"));

    /// <summary>Test programs run side by side; only one installs.</summary>
    private static async Task<FileStream> AloneAsync(CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < InstallTimeout)
            {
                await Task.Delay(InstallPoll, cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(InstallTimeout);
        // No package of it needs its install script to serve tables, blobs and queues.
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = npm.StandardError.ReadToEndAsync(deadline.Token);
        await npm.WaitForExitAsync(deadline.Token);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci in {Folder} ended with {npm.ExitCode}: {await errors}{await output}");
        }
    }

    private static string FindSources([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
