using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.LocalAzure.Clouds;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary>Prepares a cluster as its owner would before the app's first start, and runs the app.</summary>
internal sealed class Serving(string app, string data, int port, string kubeconfig, string node, int instances)
{
    private const string Program = "CloudOrchestrator.Host";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var connectionString = (await File.ReadAllTextAsync(Path.Combine(data, "storage.connection"), cancellationToken)).Trim();
        var chosen = port > 0 ? port : FreePort();
        await PrepareAsync(connectionString, chosen, cancellationToken);
        var pki = Path.Combine(data, "pki");
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "apiserver.crt"), Path.Combine(pki, "apiserver.key"));
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.crt"));
        await using var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions
            {
                AppFolder = app,
                StorageConnectionString = connectionString,
                ApiTokenHashes = await File.ReadAllTextAsync(Path.Combine(data, "api-token-hashes.json"), cancellationToken),
                Instances = instances,
                Certificate = certificate,
                Authority = authority,
                Port = chosen,
                StateFolder = Path.Combine(data, "functions"),
            },
            cancellationToken);
        await cloud.Functions.ListensAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"Serving {cloud.Address}");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Runs the program's own command for it.</summary>
    private async Task PrepareAsync(string connectionString, int chosen, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Path.Combine(app, Program),
            ["prepare", "--data", data, "--server", $"https://127.0.0.1:{chosen}", "--kubeconfig", kubeconfig, "--node-name", node, "--store", "azure-tables"])
        {
            RedirectStandardError = true,
        };
        start.Environment["CLOUDORCHESTRATOR_CONNECTION_STRING"] = connectionString;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(said.Trim());
        }
    }

    /// <summary>Chosen before the app listens, since the kubeconfig names it.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
