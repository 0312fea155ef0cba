using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Watches;

/// <summary>Watches of who takes nothing but protobuf.</summary>
public sealed class WatchFramesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Protobuf = "application/vnd.kubernetes.protobuf;stream=watch";
    private const string Partial = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private static readonly TypeSchema ConfigMap = SchemaTable.BuiltIn.Get("k8s.io.api.core.v1.ConfigMap");

    private readonly TestServer _server = fixture.Server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_Protobuf_SendsEveryChangeInAFrame()
    {
        const string labels = """{"t":"frames"}""";
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens, WatchSilenceMax = TimeSpan.FromMinutes(10) });
        await server.PostAsync(ConfigMaps, Objects.ConfigMap("frames", "1", labels)).JsonAsync(HttpStatusCode.Created);
        using var answer = await OpenAsync(server, ConfigMaps + "?watch=1&labelSelector=t%3Dframes&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan", Protobuf);
        await using var frames = await answer.Content.ReadAsStreamAsync(Token);
        Assert.Equal(Protobuf, answer.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));

        var (type, added) = await NextAsync(frames, ConfigMap);
        Assert.Equal(("ADDED", "1"), (type, added.Text("data", "a")));
        (type, var bookmark) = await NextAsync(frames, ConfigMap);
        Assert.Equal(("BOOKMARK", "true"), (type, bookmark.Text("metadata", "annotations", "k8s.io/initial-events-end")));
        await server.PutAsync(ConfigMaps + "/frames", Objects.ConfigMap("frames", "2", labels)).JsonAsync();
        await server.SendAsync(HttpMethod.Delete, ConfigMaps + "/frames").JsonAsync();

        (type, var modified) = await NextAsync(frames, ConfigMap);
        Assert.Equal(("MODIFIED", "2", "v1", "ConfigMap"), (type, modified.Text("data", "a"), modified.Text("apiVersion"), modified.Text("kind")));
        Assert.True(long.Parse(modified.Text("metadata", "resourceVersion")!) > long.Parse(bookmark.Text("metadata", "resourceVersion")!));
        (type, var deleted) = await NextAsync(frames, ConfigMap);
        Assert.Equal(("DELETED", "2"), (type, deleted.Text("data", "a")));
    }

    [Fact]
    public async Task Watch_MetadataAloneInProtobuf_SendsNoMore()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("partial-frames")).JsonAsync(HttpStatusCode.Created);
        using var answer = await OpenAsync(_server, ConfigMaps + "/partial-frames?watch=1", Partial);
        await using var frames = await answer.Content.ReadAsStreamAsync(Token);

        var (type, item) = await NextAsync(frames, SchemaTable.BuiltIn.Get("k8s.io.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata"));

        Assert.Equal(("ADDED", "partial-frames"), (type, item.Text("metadata", "name")));
        Assert.Null(item["data"]);
    }

    /// <summary>Nothing can be sent that says nothing.</summary>
    [Fact]
    public async Task Watch_QuietInProtobuf_EndsBeforeItIsTakenForDeadWithABookmark()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, time: time);
        var made = await server.PostAsync(ConfigMaps, Objects.ConfigMap("quiet")).JsonAsync(HttpStatusCode.Created);
        using var answer = await OpenAsync(server, ConfigMaps + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + made.Text("metadata", "resourceVersion"), Protobuf);
        await using var frames = await answer.Content.ReadAsStreamAsync(Token);
        var next = NextAsync(frames, ConfigMap);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), Token));
        }

        var (type, bookmark) = await next;
        Assert.Equal(("BOOKMARK", made.Text("metadata", "resourceVersion")), (type, bookmark.Text("metadata", "resourceVersion")));
        Assert.Equal(0, await frames.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, Token));
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf,application/json")]
    [InlineData("application/vnd.kubernetes.protobuf, */*")]
    public async Task Watch_JsonIsTakenToo_IsInJson(string accept)
    {
        using var answer = await OpenAsync(_server, ConfigMaps + "?watch=1", accept);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static Task<HttpResponseMessage> OpenAsync(TestServer server, string path, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    /// <summary>Reads a frame: its length, and a message of the event's type and of its object, which is a body of its own.</summary>
    private static async Task<(string Type, JsonObject Object)> NextAsync(Stream frames, TypeSchema type)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var length = new byte[sizeof(int)];
        await frames.ReadExactlyAsync(length, deadline.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await frames.ReadExactlyAsync(frame, deadline.Token);

        // Field 1 is the type, field 2 a message whose field 1 is the body.
        var typeLength = frame[1];
        var name = System.Text.Encoding.UTF8.GetString(frame, 2, typeLength);
        var body = frame.AsSpan().IndexOf(ProtobufDecoder.Magic);
        Assert.True(body > typeLength, "the event holds no body");
        var decoded = Assert.IsType<DecodeOutcome.Decoded>(ProtobufDecoder.Decode(frame.AsSpan(body), (_, kind) => kind == type.ShortName ? type : null));
        return (name, decoded.Document);
    }
}
