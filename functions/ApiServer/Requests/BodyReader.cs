using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>Reads request bodies, bounded, in the form that their content type names.</summary>
internal static class BodyReader
{
    /// <summary>Largest body.</summary>
    /// <value>3 MiB, as in kube-apiserver.</value>
    public const int BytesMax = 3 * 1024 * 1024;

    private const string Options = "k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    /// <summary>The whole body, or null when it is larger than <see cref="BytesMax"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BytesMax)
        {
            return null;
        }

        using var body = new MemoryStream(request.ContentLength is { } length ? (int)length : 4096);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > BytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Decodes a body; null where its content type is not one that is read.</summary>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its content type; JSON where there is none.</param>
    /// <param name="schema">The type wanted.</param>
    /// <param name="kinds">The kinds, to find a protobuf body's type.</param>
    public static DecodeOutcome? Decode(byte[] body, string? contentType, TypeSchema schema, KindTable kinds) => MediaType(contentType) switch
    {
        "" or "application/json" => JsonDecoder.Decode(body, schema),
        "application/yaml" or "application/x-yaml" or "text/yaml" => YamlDecoder.Decode(body, schema),
        "application/vnd.kubernetes.protobuf" => ProtobufDecoder.Decode(body, (apiVersion, kind) => SchemaOf(apiVersion, kind, kinds)),
        _ => null,
    };

    /// <summary>A content type without its parameters.</summary>
    public static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static TypeSchema? SchemaOf(string apiVersion, string kind, KindTable kinds) =>
        kinds.FindKind(apiVersion, kind)?.Schema ?? (apiVersion, kind) switch
        {
            (_, "DeleteOptions") => SchemaTable.BuiltIn.Get(Options),
            ("autoscaling/v1", "Scale") => SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling.v1.Scale"),
            ("v1", "Binding") => SchemaTable.BuiltIn.Get("k8s.io.api.core.v1.Binding"),
            _ => null,
        };

    /// <summary>The refusal of a body that is too large.</summary>
    public static Refusal TooLarge { get; } = new Refusal.TooLarge(BytesMax + 1, BytesMax);
}
