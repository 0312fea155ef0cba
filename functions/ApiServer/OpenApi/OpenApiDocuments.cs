using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of the kinds served, made once from the table of kinds.</summary>
internal sealed class OpenApiDocuments
{
    /// <summary>What clients ask for; the first holds a sign that no media type may hold, so that the answer is always called by the second.</summary>
    private const string V2ProtobufAsked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private readonly Dictionary<string, (byte[] Bytes, string Hash)> _v3;
    private readonly byte[] _index;
    private readonly Lazy<(byte[] Json, byte[] Protobuf)> _v2;

    public OpenApiDocuments(KindTable kinds)
    {
        _v3 = kinds.All.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}")
            .ToDictionary(group => group.Key, group => Hashed(OpenApiV3.Of([.. group])));
        var paths = new JsonObject();
        foreach (var (path, (_, hash)) in _v3)
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }

        _index = Bytes(new JsonObject { ["paths"] = paths });
        _v2 = new Lazy<(byte[], byte[])>(() =>
        {
            var document = OpenApiV2.Of(kinds.All);
            return (Bytes(document), OpenApiV2Protobuf.Encode(document));
        });
    }

    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Trim('/');
        if (path == "openapi/v3")
        {
            await SendAsync(http, _index, "application/json", null).ConfigureAwait(false);
            return true;
        }

        if (path == "openapi/v2")
        {
            var accept = http.Request.Headers.Accept.ToString();
            var asProtobuf = accept.Contains(V2ProtobufAsked, StringComparison.Ordinal) || accept.Contains(V2Protobuf, StringComparison.Ordinal);
            var bytes = asProtobuf ? _v2.Value.Protobuf : _v2.Value.Json;
            await SendAsync(http, bytes, asProtobuf ? V2Protobuf : "application/json", Convert.ToHexString(SHA256.HashData(bytes))).ConfigureAwait(false);
            return true;
        }

        if (path.StartsWith("openapi/v3/", StringComparison.Ordinal) && _v3.TryGetValue(path["openapi/v3/".Length..], out var document))
        {
            await SendAsync(http, document.Bytes, "application/json", document.Hash).ConfigureAwait(false);
            return true;
        }

        return false;
    }

    private static async Task SendAsync(HttpContext http, byte[] bytes, string contentType, string? hash)
    {
        if (hash is not null)
        {
            http.Response.Headers.ETag = $"\"{hash}\"";
            if (http.Request.Headers.IfNoneMatch == $"\"{hash}\"")
            {
                http.Response.StatusCode = 304;
                return;
            }
        }

        http.Response.Headers.Vary = "Accept";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    private static (byte[] Bytes, string Hash) Hashed(JsonObject document)
    {
        var bytes = Bytes(document);
        return (bytes, Convert.ToHexString(SHA256.HashData(bytes)));
    }

    private static byte[] Bytes(JsonObject document)
    {
        var output = new ArrayBufferWriter<byte>(256 * 1024);
        JsonOutput.Write(document, output);
        return output.WrittenSpan.ToArray();
    }
}
