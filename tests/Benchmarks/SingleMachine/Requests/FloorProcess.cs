using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>Runs <see cref="Floor"/> in a process of its own.</summary>
internal sealed class FloorProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FloorProcess(Process process, int port)
    {
        _process = process;
        Peer = new Peer("floor", process.Id, () => Clients.Http2(new Uri($"https://127.0.0.1:{port}"), null, new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true }));
    }

    public Peer Peer { get; }

    /// <param name="folder">For the certificate and the object.</param>
    /// <param name="item">What it answers; copies of it make the list.</param>
    public static async Task<FloorProcess> StartAsync(string folder, byte[] item)
    {
        var (certificate, body) = (Path.Combine(folder, "floor.pfx"), Path.Combine(folder, "floor.json"));
        await File.WriteAllBytesAsync(certificate, Certificate());
        await File.WriteAllBytesAsync(body, item);
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["floor"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteLineAsync($"{certificate}\n{body}");
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The floor ended.");
        return new FloorProcess(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The same kind of key as the API server's.</summary>
    private static byte[] Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12));
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
