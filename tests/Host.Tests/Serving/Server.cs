using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Disks;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Serving;

/// <summary>The program itself, serving, as another process.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Host.dll");
    private readonly Process _process;
    private readonly HttpClient _client;

    private Server(Process process, HttpClient client)
    {
        _process = process;
        _client = client;
    }

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="seenAt">Where this process sees the data folder, if elsewhere.</param>
    /// <param name="disk">The disk that the data folder is on.</param>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<Server> StartAsync(string data, string? seenAt = null, SmallDisk? disk = null, params string[] arguments)
    {
        var kubeconfig = Path.Combine(seenAt ?? data, "kubeconfig");
        if (File.Exists(kubeconfig))
        {
            // It may be right still, and then the server says so by its time.
            File.SetLastWriteTimeUtc(kubeconfig, DateTime.UnixEpoch);
        }

        var process = Run(data, disk, arguments);
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var started = Stopwatch.StartNew();
        string said;
        while (!(File.GetLastWriteTimeUtc(kubeconfig) > DateTime.UnixEpoch) || !(said = await File.ReadAllTextAsync(kubeconfig)).Contains("token:", StringComparison.Ordinal))
        {
            Assert.False(process.HasExited, $"it ended: {(process.HasExited ? await errors : "")}");
            Assert.True(started.Elapsed < Patience, $"{kubeconfig} did not come within {Patience}");
            await Task.Delay(Look);
        }

        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        var client = new HttpClient(handler) { BaseAddress = new Uri(ServerPattern().Match(said).Groups[1].Value), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenPattern().Match(said).Groups[1].Value);
        return new Server(process, client);
    }

    /// <summary>Where it serves.</summary>
    public string Address => _client.BaseAddress!.Authority;

    /// <summary>Runs it where it cannot start. Answers all that it said.</summary>
    public static async Task<string> FailAsync(string data, SmallDisk? disk = null, params string[] arguments)
    {
        var (code, said) = await EndAsync(Run(data, disk, arguments));
        Assert.Equal(1, code);
        return said;
    }

    /// <summary>Runs another command of the program to its end. Answers its exit code and all that it said.</summary>
    public static Task<(int Code, string Said)> CommandAsync(params string[] arguments) =>
        EndAsync(Start(new ProcessStartInfo("dotnet", [Program, .. arguments])));

    /// <summary>Creates a ConfigMap of so many bytes. Answers the status code and the Status's message.</summary>
    public async Task<(HttpStatusCode Code, string? Message)> CreateAsync(string name, int bytes = 10)
    {
        var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject { ["value"] = new string('x', bytes) } };
        using var content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/api/v1/namespaces/default/configmaps", content);
        return (answer.StatusCode, Message(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The names of all ConfigMaps, or the message of the Status.</summary>
    public async Task<(HttpStatusCode Code, string? Names)> ListAsync()
    {
        using var answer = await _client.GetAsync("/api/v1/namespaces/default/configmaps");
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.IsSuccessStatusCode
            ? string.Join(' ', JsonNode.Parse(body)!["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]))
            : Message(body));
    }

    /// <summary>Asks for any path. Answers the status code and the JSON.</summary>
    public async Task<(HttpStatusCode Code, JsonNode Body)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Ends it without warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _client.Dispose();
    }

    private static Process Run(string data, SmallDisk? disk, string[] arguments)
    {
        string[] listen = arguments.Contains("--listen") ? [] : ["--listen", "127.0.0.1:0"];
        string[] all = [Program, "serve", "--data", data, .. listen, .. arguments];
        return Start(disk is null ? new ProcessStartInfo("dotnet", all) : disk.Command("dotnet", all));
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Said)> EndAsync(Process process)
    {
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    private static string? Message(string body) => (string?)JsonNode.Parse(body)!["message"];

    [GeneratedRegex("server: \"?(https://[0-9.:]+)")]
    private static partial Regex ServerPattern();

    [GeneratedRegex("token: \"?([^\"\\s]+)")]
    private static partial Regex TokenPattern();
}
