using System.Text.Json;
using CloudOrchestrator.LocalAzure.Functions.Instances;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

/// <summary>A host that runs an app, and a client of it.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private RunningApp(AppFolder folder, FunctionsHost host)
    {
        Folder = folder;
        Host = host;
        Client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        })
        {
            BaseAddress = host.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public AppFolder Folder { get; }

    public FunctionsHost Host { get; }

    public HttpClient Client { get; }

    /// <summary>The first there is.</summary>
    public Instance Instance => Host.Instances[0];

    public static async Task<RunningApp> StartAsync(AppFolder folder, FunctionsHostOptions? options = null)
    {
        options ??= new FunctionsHostOptions();
        var settings = new Dictionary<string, string>(options.AppSettings) { ["HANDLER_STATE"] = folder.State };
        settings.TryAdd("ClusterName", "test");
        settings.TryAdd("AzureWebJobsStorage", "UseDevelopmentStorage=true");
        foreach (var name in new[] { "DOTNET_ROOT", "DOTNET_ROOT_X64" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } root)
            {
                settings[name] = root;
            }
        }

        return new RunningApp(folder, await FunctionsHost.StartAsync(folder.Root, options with { AppSettings = settings }, Within.Test));
    }

    public async Task<int> StatusAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await Client.SendAsync(request, Within.Test).Comes($"an answer to {method} {path}");
        return (int)answer.StatusCode;
    }

    public async Task<JsonElement> EchoAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Within.Test).Comes($"an answer to GET {path}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Within.Test)).RootElement;
    }

    /// <summary>Opens a stream that has sent its first byte; it stays open.</summary>
    public async Task<Stream> OpenAsync(string name)
    {
        var answer = Client.GetAsync($"/flush/{name}", HttpCompletionOption.ResponseHeadersRead, Within.Test);
        Assert.Equal(200, await StatusAsync(HttpMethod.Get, $"/release/{name}"));
        var stream = await (await answer.Comes("the stream's head")).Content.ReadAsStreamAsync(Within.Test);
        await stream.ReadExactlyAsync(new byte[4], Within.Test).AsTask().Comes("the stream's first bytes");
        return stream;
    }

    /// <summary>Waits for a line of an instance's log.</summary>
    public static Task<string> LineAsync(Instance instance, string part) =>
        instance.Log.LineAsync(line => line.Contains(part, StringComparison.Ordinal), Within.Test).Comes($"'{part}' in the log of {instance.Name}");

    public Task<string> LineAsync(string part) => LineAsync(Instance, part);

    /// <summary>Waits for as many lines: what a handler says may come after its answer.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string part, int count)
    {
        await Within.Holds(() => Lines(part) >= count, $"line {count} with '{part}' in the log of {Instance.Name}");
        return [.. Instance.Log.Lines.Where(line => line.Contains(part, StringComparison.Ordinal))];
    }

    /// <summary>What the handler was called with for triggers.</summary>
    public async Task<IReadOnlyList<JsonElement>> TriggersAsync(int count) => [.. (await LinesAsync("TRIGGER", count))
        .Select(line => JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("body").GetString()!)
        .Select(body => JsonDocument.Parse(body).RootElement)];

    public int Lines(string part) => Instance.Log.Lines.Count(line => line.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        Folder.Dispose();
    }
}
