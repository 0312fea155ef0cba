using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>The program itself as a custom handler, started as the Functions host starts it.</summary>
internal sealed class Handler : IAsyncDisposable
{
    private const int StartsMax = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Host.dll");
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Handler(Process process, int port)
    {
        _process = process;
        _ = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it on a free port and waits until it answers. Another process may take the port first: then on another.</summary>
    public static async Task<Handler> StartAsync(Dictionary<string, string> environment)
    {
        for (var starts = 1; ; starts++)
        {
            var port = FreePort();
            environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
            var handler = new Handler(Run(environment), port);
            if (await AnswersAsync(handler._process, handler.Client))
            {
                return handler;
            }

            var errors = await handler._errors;
            await handler.DisposeAsync();
            Assert.True(starts < StartsMax && errors.Contains("cannot be listened on", StringComparison.Ordinal), $"it ended: {errors}");
        }
    }

    /// <summary>Runs it where it cannot start. Answers its exit code and all that it said.</summary>
    public static async Task<(int Code, string Said)> FailAsync(Dictionary<string, string> environment)
    {
        await using var handler = new Handler(Run(environment), 1);
        var code = await handler.EndedAsync();
        return (code, await handler._errors);
    }

    /// <summary>Starts it from another process, which is then killed. Answers whether it ends by itself too. Another process may take the port first: then on another.</summary>
    public static async Task<bool> EndsWithItsParentAsync(Dictionary<string, string> environment)
    {
        for (var starts = 1; ; starts++)
        {
            var port = FreePort();
            environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
            using var shell = Process.Start(Start("sh", ["-c", "dotnet \"$0\" functions & echo $!; wait", Program], environment))!;
            var errors = shell.StandardError.ReadToEndAsync();
            var id = int.Parse((await shell.StandardOutput.ReadLineAsync().WaitAsync(Patience))!, null);
            using var handler = Find(id);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
            // Once it answers it knows its parent.
            if (handler is not null && await AnswersAsync(handler, client))
            {
                shell.Kill();
                return await EndsAsync(handler);
            }

            var said = await errors.WaitAsync(Patience);
            Assert.True(starts < StartsMax && said.Contains("cannot be listened on", StringComparison.Ordinal), $"it ended at its start: {said}");
        }
    }

    /// <summary>Asks it, as the host passes on what comes from outside.</summary>
    public async Task<(HttpStatusCode Code, string Body)> AskAsync(HttpMethod method, string path, bool isOutside = true)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        if (isOutside)
        {
            request.Headers.Add("x-ms-invocation-id", Guid.NewGuid().ToString());
        }

        using var answer = await Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends it SIGTERM. Answers its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }

    private async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>The host's probe, until it is answered or the process is gone.</summary>
    private static async Task<bool> AnswersAsync(Process process, HttpClient client)
    {
        var started = Stopwatch.StartNew();
        while (!process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync("/");
                return !process.HasExited;
            }
            catch (HttpRequestException)
            {
                Assert.True(started.Elapsed < Patience, $"no answer within {Patience}");
                await Task.Delay(Look);
            }
        }

        return false;
    }

    /// <summary>The process with an id; null where it is gone already.</summary>
    private static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether it ends by itself. It does not outlive this.</summary>
    private static async Task<bool> EndsAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
            return true;
        }
        catch (TimeoutException)
        {
            process.Kill();
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Run(Dictionary<string, string> environment) => Process.Start(Start("dotnet", [Program, "functions"], environment))!;

    private static ProcessStartInfo Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Given.Local().Keys.Concat(Given.InAzure().Keys))
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
