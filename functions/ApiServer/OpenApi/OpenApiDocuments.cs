using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of the kinds served, each made when it is first asked for.</summary>
internal sealed class OpenApiDocuments(KindTable kinds)
{
    /// <summary>What clients ask for; the first holds a sign that no media type may hold, so that the answer is always called by the second.</summary>
    private const string V2ProtobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>How long a document may be kept whose address holds its hash.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    /// <summary>What is served is made of nothing but the program: as long as that is the same, so are the documents.</summary>
    private static readonly string Build = $"{typeof(OpenApiDocuments).Module.ModuleVersionId} {typeof(KindTable).Module.ModuleVersionId}";

    private readonly ConcurrentDictionary<string, Lazy<OpenApiDocument>> _documents = new();

    private Dictionary<string, List<ResourceKind>> Groups =>
        kinds.All.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}").ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>Answers a path below <c>/openapi</c>.</summary>
    /// <returns>False where there is no such document.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Trim('/');
        switch (path)
        {
            case "openapi/v3":
                await Kept(path, MediaTypes.Json, Index).SendAsync(http);
                return true;
            case "openapi/v2":
                var accept = http.Request.Headers.Accept.ToString();
                var isProtobuf = accept.Contains(V2ProtobufAsked, StringComparison.Ordinal) || accept.Contains(V2Protobuf, StringComparison.Ordinal);
                await Kept(path, isProtobuf ? V2Protobuf : MediaTypes.Json, () => isProtobuf ? OpenApiV2Protobuf.Encode(OpenApiV2.Of(kinds.All)) : Bytes(OpenApiV2.Of(kinds.All))).SendAsync(http);
                return true;
        }

        if (!path.StartsWith("openapi/v3/", StringComparison.Ordinal) || !Groups.TryGetValue(path["openapi/v3/".Length..], out var group))
        {
            return false;
        }

        if (http.Request.Query.TryGetValue("hash", out var hash))
        {
            if (hash != HashOf(path))
            {
                http.Response.Redirect(AddressOf(path), permanent: true);
                return true;
            }

            http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={KeptFor.TotalSeconds:0}, immutable");
        }

        await Kept(path, MediaTypes.Json, () => Bytes(OpenApiV3.Of(group))).SendAsync(http);
        return true;
    }

    private OpenApiDocument Kept(string path, string contentType, Func<ReadOnlyMemory<byte>> make) =>
        _documents.GetOrAdd($"{path} {contentType}", key => new Lazy<OpenApiDocument>(() => new OpenApiDocument(make().Span, contentType, HashOf(key)))).Value;

    private ReadOnlyMemory<byte> Index()
    {
        var paths = new JsonObject();
        foreach (var path in Groups.Keys)
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = AddressOf($"openapi/v3/{path}") };
        }

        return Bytes(new JsonObject { ["paths"] = paths });
    }

    private static string AddressOf(string path) => $"/{path}?hash={HashOf(path)}";

    private static string HashOf(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Build} {name}")));

    private static ReadOnlyMemory<byte> Bytes(JsonObject document)
    {
        var output = new ArrayBufferWriter<byte>(256 * 1024);
        JsonOutput.Write(document, output);
        return output.WrittenMemory;
    }
}
