using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of the kinds served, each made when it is first asked for.</summary>
internal sealed class OpenApiDocuments(IResourceClient resources, IEnumerable<IReview> reviews)
{
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string V3Protobuf = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    /// <summary>How long a document may be kept whose address holds its hash.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    /// <summary>What is served is made of the program and of definitions: as long as they are the same, so are the documents.</summary>
    private static readonly string Build = $"{typeof(OpenApiDocuments).Module.ModuleVersionId} {typeof(KindTable).Module.ModuleVersionId}";

    private readonly ConcurrentDictionary<string, (string Hash, Lazy<OpenApiDocument> Document)> _documents = new();

    private readonly IReadOnlyList<ResourceKind> _reviews = [.. reviews.Select(ReviewKinds.Of)];

    private static Dictionary<string, List<ResourceKind>> GroupsOf(IEnumerable<ResourceKind> kinds) =>
        kinds.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}").ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>Answers a path below <c>/openapi</c>.</summary>
    /// <returns>False where there is no such document.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Trim('/');
        var kinds = await DiscoveredKinds.ReadAsync(resources, http.RequestAborted);
        var all = kinds.Table.Served.Concat(_reviews).ToList();
        var groups = GroupsOf(all);
        if (path is "openapi/v3" or "openapi/v2")
        {
            kinds.DemandAll();
        }

        switch (path)
        {
            case "openapi/v3":
                await Kept(path, MediaTypes.Json, all, () => Index(groups)).SendAsync(http);
                return true;
            case "openapi/v2":
                await SendAsync(http, V2Protobuf, contentType => Kept(path, contentType, all, () => contentType == V2Protobuf ? OpenApiV2Protobuf.Encode(OpenApiV2.Of(all)) : Bytes(OpenApiV2.Of(all))));
                return true;
        }

        if (!path.StartsWith("openapi/v3/", StringComparison.Ordinal) || !groups.TryGetValue(path["openapi/v3/".Length..], out var group))
        {
            kinds.DemandCurrent();
            return false;
        }

        if (http.Request.Query.TryGetValue("hash", out var hash))
        {
            if (hash != HashOf(path, group))
            {
                http.Response.Redirect(AddressOf(path, group), permanent: true);
                return true;
            }

            http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={KeptFor.TotalSeconds:0}, immutable");
        }

        await SendAsync(http, V3Protobuf, contentType => Kept(path, contentType, group, () => contentType == V3Protobuf ? OpenApiV3Protobuf.Encode(OpenApiV3.Of(group)) : Bytes(OpenApiV3.Of(group))));
        return true;
    }

    /// <summary>Sends the form of a document that the client wants most; 406 without a word where it takes none.</summary>
    private static Task SendAsync(HttpContext http, string protobuf, Func<string, OpenApiDocument> document)
    {
        if (ContentTypeOf(http.Request, protobuf) is { } contentType)
        {
            return document(contentType).SendAsync(http);
        }

        http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        http.Response.Headers.Append("Vary", "Accept");
        return Task.CompletedTask;
    }

    /// <summary>JSON or protobuf. Clients ask for protobuf by a sign that no media type may hold, or by the name that the answer has.</summary>
    private static string? ContentTypeOf(HttpRequest request, string protobuf)
    {
        var accept = request.Headers.Accept.ToString();
        return MediaRange.Parse(accept.Length == 0 ? "*/*" : accept).Select(range => range.Type switch
        {
            MediaTypes.Json or "*/*" or "application/*" or "*/json" => MediaTypes.Json,
            var type when type == protobuf || type.Replace("@v1.0", ".v1.0", StringComparison.Ordinal) == protobuf => protobuf,
            _ => null,
        }).FirstOrDefault(type => type is not null);
    }

    /// <summary>The document as it is kept; made again where a definition has changed since.</summary>
    private OpenApiDocument Kept(string path, string contentType, IReadOnlyList<ResourceKind> kinds, Func<ReadOnlyMemory<byte>> make)
    {
        var key = $"{path} {contentType}";
        var hash = HashOf(key, kinds);
        (string, Lazy<OpenApiDocument>) Make() => (hash, new Lazy<OpenApiDocument>(() => new OpenApiDocument(make().Span, contentType, hash)));
        return _documents.AddOrUpdate(key, _ => Make(), (_, kept) => kept.Hash == hash ? kept : Make()).Document.Value;
    }

    private static ReadOnlyMemory<byte> Index(Dictionary<string, List<ResourceKind>> groups)
    {
        var paths = new JsonObject();
        foreach (var (path, group) in groups)
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = AddressOf($"openapi/v3/{path}", group) };
        }

        return Bytes(new JsonObject { ["paths"] = paths });
    }

    private static string AddressOf(string path, IEnumerable<ResourceKind> kinds) => $"/{path}?hash={HashOf(path, kinds)}";

    private static string HashOf(string name, IEnumerable<ResourceKind> kinds)
    {
        var custom = string.Concat(kinds.Select(kind => kind.Definition?.Fingerprint));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Build} {name} {custom}")));
    }

    private static ReadOnlyMemory<byte> Bytes(JsonObject document)
    {
        var output = new ArrayBufferWriter<byte>(256 * 1024);
        JsonOutput.Write(document, output);
        return output.WrittenMemory;
    }
}
