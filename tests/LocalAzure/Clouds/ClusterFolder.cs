using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.LocalAzure.Clouds;

/// <summary>The folder of a cluster in a storage account, as the program's own command makes it before the app's first start: certificates, tokens,
/// kubeconfigs.</summary>
public sealed class ClusterFolder : IDisposable
{
    private const string Program = "CloudOrchestrator.Host";

    private readonly ClusterFolderOptions _options;

    private ClusterFolder(ClusterFolderOptions options)
    {
        _options = options;
        var pki = Path.Combine(options.Data, "pki");
        Certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "apiserver.crt"), Path.Combine(pki, "apiserver.key"));
        Authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.crt"));
    }

    /// <summary>What the API shows to its clients.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Signed that certificate.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>Runs the program's own command for it.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task<ClusterFolder> PrepareAsync(ClusterFolderOptions options, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "prepare", "--data", options.Data, "--server", $"https://127.0.0.1:{options.Port}", "--kubeconfig", options.Kubeconfig,
            "--node-name", options.Node, "--store", "azure-tables", "--cluster-name", options.ClusterName,
        ];
        var start = new ProcessStartInfo(Path.Combine(options.AppFolder, Program), arguments) { RedirectStandardError = true };
        start.Environment["CLOUDORCHESTRATOR_CONNECTION_STRING"] = options.StorageConnectionString;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? new ClusterFolder(options) : throw new InvalidOperationException(said.Trim());
    }

    /// <summary>What runs the app on it.</summary>
    public LocalCloudOptions Cloud() => new()
    {
        AppFolder = _options.AppFolder,
        StorageConnectionString = _options.StorageConnectionString,
        ApiTokenHashes = File.ReadAllText(Path.Combine(_options.Data, "api-token-hashes.json")),
        ClusterName = _options.ClusterName,
        Certificate = Certificate,
        Authority = Authority,
        Port = _options.Port,
        StateFolder = Path.Combine(_options.Data, "functions"),
    };

    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
    }
}
