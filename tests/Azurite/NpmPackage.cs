using System.Diagnostics;

namespace CloudOrchestrator.Azurite;

/// <summary>An npm package that tests use, pinned by the lock file beside the tests' source and installed once below <c>artifacts/</c>.</summary>
/// <param name="sources">The folder of package.json, package-lock.json and .npmrc.</param>
/// <param name="folder">The folder below artifacts/.</param>
public sealed class NpmPackage(string sources, string folder)
{
    /// <summary>Longest that fetching it may take.</summary>
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>How often a test program looks whether another has finished installing.</summary>
    private static readonly TimeSpan InstallPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Where node_modules is.</summary>
    public string Folder { get; } = folder;

    /// <summary>Null if packages can be installed and run here, else which tools are missing.</summary>
    public static string? MissingTools { get; } = FindMissing();

    /// <summary>A copy of the lock file, written last: what is installed, completely.</summary>
    private string Installed => Path.Combine(Folder, "installed-lock.json");

    /// <summary>Installs the package unless it is there.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        await using var alone = await AloneAsync(cancellationToken);
        if (!IsInstalled())
        {
            foreach (var file in new[] { "package.json", ".npmrc", "package-lock.json" })
            {
                File.Copy(Path.Combine(sources, file), Path.Combine(Folder, file), overwrite: true);
            }

            await InstallAsync(cancellationToken);
            File.Copy(Path.Combine(sources, "package-lock.json"), Installed, overwrite: true);
        }
    }

    public bool IsInstalled() => File.Exists(Installed) && File.ReadAllText(Installed) == File.ReadAllText(Path.Combine(sources, "package-lock.json"));

    /// <summary>Test programs run side by side; only one installs.</summary>
    private async Task<FileStream> AloneAsync(CancellationToken cancellationToken)
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

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(InstallTimeout);
        // No package of ours needs its install script.
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

    private static string? FindMissing()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var missing = new[] { "node", "npm" }.Where(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))).ToList();
        return missing.Count == 0 ? null : string.Join(" and ", missing);
    }
}
