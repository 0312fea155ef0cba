using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>Reads the events of a watch, and says which did not come.</summary>
internal sealed class WatchReader : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private WatchReader(HttpResponseMessage answer, Stream stream) => (_answer, _lines) = (answer, new StreamReader(stream));

    public static async Task<WatchReader> OpenAsync(TestServer server, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20 };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new WatchReader(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event, which has to be of this type.</summary>
    public async Task<JsonObject> NextAsync(string type)
    {
        var line = await LineAsync($"an event {type}");
        Assert.False(string.IsNullOrWhiteSpace(line), $"the stream ended before an event {type}");
        var read = (JsonObject)JsonNode.Parse(line)!;
        Assert.Equal(type, (string?)read["type"]);
        return (JsonObject)read["object"]!;
    }

    /// <summary>The next event, of whatever type.</summary>
    public async Task<(string Type, JsonObject Object)> AnyAsync()
    {
        var line = await LineAsync("an event");
        Assert.False(string.IsNullOrWhiteSpace(line), "the stream ended before an event");
        var read = (JsonObject)JsonNode.Parse(line)!;
        return ((string)read["type"]!, (JsonObject)read["object"]!);
    }

    /// <summary>Waits for the end of the stream; no event may come before it.</summary>
    public async Task EndAsync() => Assert.True(string.IsNullOrWhiteSpace(await LineAsync("the end of the stream")));

    /// <summary>The first character, as soon as it comes.</summary>
    public async Task<char> FirstCharacterAsync()
    {
        var buffer = new char[1];
        var read = await Waited(_lines.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask(), "the first byte");
        return read == 1 ? buffer[0] : '\0';
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string?> LineAsync(string what) => Waited(_lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask(), what);

    private static async Task<T> Waited<T>(Task<T> reading, string what)
    {
        try
        {
            return await reading.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not come within {Deadline.TotalSeconds} s");
        }
    }
}
