using System.Diagnostics;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudOrchestrator.SingleMachine.Requests;

namespace CloudOrchestrator.SingleMachine.Running;

/// <summary>A cluster that ./up runs, and clients of it.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private readonly Process _up;
    private readonly string[] _kubeconfig;
    private readonly X509Certificate2 _authority;

    private BenchmarkCluster(Process up, string data, TimeSpan startTime)
    {
        _up = up;
        StartTime = startTime;
        Kubeconfig = Path.Combine(data, "kubeconfig");
        _kubeconfig = File.ReadAllLines(Kubeconfig);
        _authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(Value("certificate-authority-data"))));
    }

    public TimeSpan StartTime { get; }

    public string Kubeconfig { get; }

    /// <summary>Process ids by program name.</summary>
    public IEnumerable<(string Name, int Id)> Processes =>
        from folder in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
        where id > 0 && Read($"{folder}/status").Contains($"PPid:\t{_up.Id}\n", StringComparison.Ordinal)
        let name = Path.GetFileName(Read($"{folder}/cmdline").Split('\0')[0])
        where name.StartsWith("CloudOrchestrator.", StringComparison.Ordinal)
        select (name, id);

    public static async Task<BenchmarkCluster> StartAsync(string data, int nodes)
    {
        var clock = Stopwatch.StartNew();
        var up = Process.Start(new ProcessStartInfo(Path.Combine(Root(), "up"), ["--data", data, "--listen", "127.0.0.1:0", "--nodes", $"{nodes}", .. nodes > 0 ? ["--sample"] : Array.Empty<string>()])
        {
            RedirectStandardOutput = true,
        })!;
        while (await up.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Building", StringComparison.Ordinal))
            {
                Console.WriteLine("(the start below includes a build)");
            }

            if (line.StartsWith("The cluster is up", StringComparison.Ordinal))
            {
                return new BenchmarkCluster(up, data, clock.Elapsed);
            }
        }

        throw new InvalidOperationException("./up ended.");
    }

    public HttpClient Connect(int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, SslOptions = Tls() })
    {
        BaseAddress = new Uri(Value("server")),
        DefaultRequestHeaders = { { "Authorization", $"Bearer {Value("token")}" } },
    };

    /// <summary>A client with one HTTP/2 connection of its own.</summary>
    public HttpClient ConnectHttp2() => Clients.Http2(new Uri(Value("server")), Value("token"), Tls());

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_up.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _up.StandardOutput.ReadToEndAsync();
        await _up.WaitForExitAsync();
        _up.Dispose();
        _authority.Dispose();
    }

    private SslClientAuthenticationOptions Tls() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority }, RevocationMode = X509RevocationMode.NoCheck },
    };

    private string Value(string key) => _kubeconfig.Select(line => line.Trim()).First(line => line.StartsWith(key + ": ", StringComparison.Ordinal))[(key.Length + 2)..];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", ".."));
}
