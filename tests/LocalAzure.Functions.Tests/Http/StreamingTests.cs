using System.Net.Sockets;
using System.Text;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

public sealed class StreamingTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private RunningApp App => shared.App;

    [Fact]
    public async Task Head_OfAnAnswer_ComesNotBeforeItsFirstByte()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/flush/head");
        var answer = App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Within.Test);
        await App.LineAsync("FLUSHED head");
        // A whole call later the head would have come.
        Assert.Equal(200, await App.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.False(answer.IsCompleted);

        Assert.Equal(200, await App.StatusAsync(HttpMethod.Get, "/release/head"));

        using var head = await answer.Comes("the head");
        await using var body = await head.Content.ReadAsStreamAsync(Within.Test);
        var bytes = new byte[4];
        await body.ReadExactlyAsync(bytes, Within.Test).AsTask().Comes("the body, while the answer is open");
        Assert.Equal("body", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task Body_OfARequest_ReachesTheHandlerChunkByChunk()
    {
        // Over a socket: the client of the library keeps small chunks back.
        using var client = new TcpClient();
        await client.ConnectAsync(App.Host.Address.Host, App.Host.Address.Port, Within.Test);
        var socket = client.GetStream();
        await socket.WriteAsync("POST /chunks HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), Within.Test);
        foreach (var chunk in new[] { "first", "other" })
        {
            await socket.WriteAsync(Encoding.UTF8.GetBytes($"5\r\n{chunk}\r\n"), Within.Test);
            await App.LineAsync($"CHUNK {chunk}");
        }

        await socket.WriteAsync("0\r\n\r\n"u8.ToArray(), Within.Test);
        using var answer = new StreamReader(socket);
        Assert.Equal(200, RawHttp.Status(await answer.ReadToEndAsync(Within.Test).Comes("an answer")));
    }

    [Fact]
    public async Task Client_ThatGoes_IsNoticedByTheHandlerAndIsNoFailure()
    {
        var before = App.Host.Counts.Take();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var answer = App.Client.GetAsync("/hang/client", patience.Token);
        await App.LineAsync("CALL GET /hang/client");

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await App.LineAsync("GONE /hang/client");
        await Within.Holds(() => App.Host.Instances[0].Active == 0, "the end of the invocation");
        Assert.Equal(0, (App.Host.Counts.Take() - before)["Api"].Failures);
    }
}
