using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Start;

/// <summary>One start.</summary>
/// <param name="ProbeMilliseconds">To the first answer to <c>GET /</c>, which is how the Functions host finds that its handler is ready.</param>
/// <param name="ApiMilliseconds">To the answer of the API, for which the store was read.</param>
/// <param name="CpuMilliseconds">Of all its threads until then.</param>
/// <param name="ResidentMegabytes">Of the process then.</param>
internal sealed record HandlerStart(double ProbeMilliseconds, double ApiMilliseconds, double CpuMilliseconds, double ResidentMegabytes)
{
    private const string Token = "benchmark";

    /// <summary>Of "benchmark".</summary>
    private static readonly string Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("benchmark"u8));

    /// <summary>Between two probes; the platform's own pause is 25 ms.</summary>
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    public static async Task<HandlerStart> MeasureAsync(HandlerShape shape, string connectionString)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(shape.Program, shape.Arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["ClusterName"] = "kubernetes";
        start.Environment["ClusterStorage"] = connectionString;
        start.Environment["NoticeTopic__topicEndpointUri"] = "http://127.0.0.1:9/api/events";
        start.Environment["NoticeTopic__topicKey"] = "none";
        start.Environment["ApiTokenHashes"] = "{\"" + Hash + "\":{\"user\":\"benchmark\",\"groups\":[\"system:masters\"]}}";
        foreach (var (name, value) in shape.Environment)
        {
            start.Environment[name] = value;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            await ListensAsync(port, clock, process);
            using var probe = await client.GetAsync("/");
            var probed = clock.Elapsed.TotalMilliseconds;
            using var answer = await client.GetAsync(shape.Path);
            var answered = clock.Elapsed.TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"{shape.Name}: {shape.Path} answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            return new HandlerStart(probed, answered, process.TotalProcessorTime.TotalMilliseconds, Figures.ResidentMegabytes(process.Id));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task ListensAsync(int port, Stopwatch clock, Process process)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < StartMax && !process.HasExited)
            {
                await Task.Delay(ProbePause);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
