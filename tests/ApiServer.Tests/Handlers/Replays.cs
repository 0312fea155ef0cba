using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

/// <summary>Instances over one log, behind something that sends requests without a body again.</summary>
internal sealed class Replays : IAsyncDisposable
{
    public const string Header = "x-ms-invocation-id";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    private readonly List<TestServer> _servers = [];

    public MemoryCommitLog Log { get; } = new(isSoleWriter: false);

    /// <summary>A fresh id, as the Functions host gives one to each request.</summary>
    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>A new instance. It knows nothing but the log.</summary>
    public async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens, ReplayHeader = Header }, log: Log);
        _servers.Add(server);
        return server;
    }

    public static Task<HttpResponseMessage> DeleteAsync(TestServer server, string path, string id, string? body = null) =>
        server.SendAsync(HttpMethod.Delete, path, body, headers: (Header, id));

    public static async Task<string> UidAsync(TestServer server, string path) =>
        (string)(await server.SendAsync(HttpMethod.Get, path).JsonAsync())["metadata"]!["uid"]!;

    public static async Task<JsonObject> AddAsync(TestServer server, string path, string body) => await server.PostAsync(path, body).JsonAsync(HttpStatusCode.Created);

    public static async Task<string> NamesAsync(TestServer server, string path = ConfigMaps) => Names(await server.SendAsync(HttpMethod.Get, path).JsonAsync());

    public static string Names(JsonObject list) => string.Join(' ', list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
