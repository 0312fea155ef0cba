using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of the kinds served, each made when it is first asked for.</summary>
internal sealed class OpenApiDocuments(IResourceClient resources)
{
    /// <summary>What clients ask for; the first holds a sign that no media type may hold, so that the answer is always called by the second.</summary>
    private const string V2ProtobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>How long a document may be kept whose address holds its hash.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    /// <summary>What is served is made of the program and of definitions: as long as they are the same, so are the documents.</summary>
    private static readonly string Build = $"{typeof(OpenApiDocuments).Module.ModuleVersionId} {typeof(KindTable).Module.ModuleVersionId}";

    private readonly ConcurrentDictionary<string, (string Hash, Lazy<OpenApiDocument> Document)> _documents = new();

    private static Dictionary<string, List<ResourceKind>> GroupsOf(KindTable kinds) =>
        kinds.Served.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}").ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>Answers a path below <c>/openapi</c>.</summary>
    /// <returns>False where there is no such document.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Trim('/');
        var kinds = await DiscoveredKinds.ReadAsync(resources, http.RequestAborted);
        var (groups, all) = (GroupsOf(kinds.Table), kinds.Table.Served.ToList());
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
                var accept = http.Request.Headers.Accept.ToString();
                var isProtobuf = accept.Contains(V2ProtobufAsked, StringComparison.Ordinal) || accept.Contains(V2Protobuf, StringComparison.Ordinal);
                await Kept(path, isProtobuf ? V2Protobuf : MediaTypes.Json, all, () => isProtobuf ? OpenApiV2Protobuf.Encode(OpenApiV2.Of(all)) : Bytes(OpenApiV2.Of(all))).SendAsync(http);
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

        await Kept(path, MediaTypes.Json, group, () => Bytes(OpenApiV3.Of(group))).SendAsync(http);
        return true;
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
