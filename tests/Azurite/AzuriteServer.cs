using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Azurite;

/// <summary>
/// A running Azurite, the Azure Storage emulator, on free loopback ports with an account of its own. It ends when disposed, and also when
/// the process that started it ends in any way.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The storage account it serves.</summary>
    public const string AccountName = "cloudorchestrator";

    /// <summary>Longest that a start may take once the package is installed.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string? _ownFolder;

    private AzuriteServer(Process process, string? ownFolder, string accountKey)
    {
        _process = process;
        _ownFolder = ownFolder;
        AccountKey = accountKey;
    }

    /// <summary>Null if the emulator can run here, else which tool is missing, as the reason of a skip.</summary>
    public static string? Missing { get; } = NpmPackage.MissingTools is { } tools ? $"Azurite needs {tools} on PATH." : null;

    /// <summary>The account's key, drawn at each start, in base64.</summary>
    public string AccountKey { get; }

    /// <summary>Such as <c>http://127.0.0.1:34567/cloudorchestrator</c>.</summary>
    public Uri BlobEndpoint { get; private set; } = null!;

    /// <summary>Such as <c>http://127.0.0.1:34568/cloudorchestrator</c>.</summary>
    public Uri TableEndpoint { get; private set; } = null!;

    /// <summary>Such as <c>http://127.0.0.1:34569/cloudorchestrator</c>.</summary>
    public Uri QueueEndpoint { get; private set; } = null!;

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={BlobEndpoint};TableEndpoint={TableEndpoint};QueueEndpoint={QueueEndpoint};";

    /// <summary>Whether the pinned package is installed, so that a start fetches nothing.</summary>
    public static bool IsInstalled => AzuritePackage.IsInstalled();

    /// <summary>Installs the pinned package, unless it is installed.</summary>
    public static Task InstallAsync(CancellationToken cancellationToken) => AzuritePackage.EnsureAsync(cancellationToken);

    /// <summary>Installs the pinned package if need be, starts it and waits until tables, blobs and queues answer.</summary>
    /// <param name="cancellationToken">Ends the waiting, and then the emulator.</param>
    /// <param name="folder">Where it keeps its data across starts; without one, all is in memory and goes with it.</param>
    /// <param name="accountKey">The key of an earlier start on the same folder; without one, a new key.</param>
    public static async Task<AzuriteServer> StartAsync(CancellationToken cancellationToken, string? folder = null, string? accountKey = null)
    {
        var program = await AzuritePackage.EnsureAsync(cancellationToken);
        accountKey ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var ownFolder = folder is null ? Directory.CreateTempSubdirectory("azurite-").FullName : null;
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = folder ?? ownFolder!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--require", AzuritePackage.EndWithParent, program,
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            .. folder is null ? ["--inMemoryPersistence"] : new[] { "--location", folder },
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["AZURITE_ACCOUNTS"] = $"{AccountName}:{accountKey}";
        var server = new AzuriteServer(Process.Start(start)!, ownFolder, accountKey);
        try
        {
            await server.ReadEndpointsAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Done when it has ended, asked or unasked.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends it in order: what it holds is written to its folder. (Killed, it loses up to 5 s: it saves its tables that often.)</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    /// <summary>It says on standard output which ports it was given.</summary>
    private async Task ReadEndpointsAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTimeout);
        var errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        var seen = new List<string>();
        try
        {
            while (BlobEndpoint is null || TableEndpoint is null || QueueEndpoint is null)
            {
                var line = await _process.StandardOutput.ReadLineAsync(deadline.Token)
                    ?? throw new InvalidOperationException($"Azurite ended at its start: {await errors}");
                seen.Add(line);
                var match = Listening().Match(line);
                if (match.Success)
                {
                    Learn(match.Groups["service"].Value, new Uri($"{match.Groups["address"].Value}/{AccountName}"));
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Azurite did not say within {StartTimeout} where it listens; it said: {string.Join('\n', seen)}");
        }

        // Whatever else it says is read and dropped, so that it never blocks on a full pipe.
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    private void Learn(string service, Uri endpoint)
    {
        switch (service)
        {
            case "Blob": BlobEndpoint = endpoint; break;
            case "Table": TableEndpoint = endpoint; break;
            case "Queue": QueueEndpoint = endpoint; break;
            default: break;
        }
    }

    [GeneratedRegex("Azurite (?<service>[A-Za-z]+) service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
