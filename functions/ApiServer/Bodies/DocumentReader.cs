using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>Reads the document in a request's body: JSON, YAML or protobuf.</summary>
internal static class DocumentReader
{
    private static readonly string[] Accepted = [MediaTypes.Json, MediaTypes.Yaml, MediaTypes.Protobuf];

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">What the body has to be.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    public static async Task<BodyOutcome> ReadAsync(HttpRequest request, ExpectedDocument expected, CancellationToken cancellationToken)
    {
        var type = MediaType(request);
        if (await BoundedBody.ReadAsync(request, ApiServerOptions.BodyBytesMax, cancellationToken) is not { } body)
        {
            return new BodyOutcome.Refused(ApiStatuses.BodyTooLarge);
        }

        // There is no protobuf of what has no fixed fields.
        var accepted = expected.Schema.Structure is null ? Accepted : Accepted.Where(one => one != MediaTypes.Protobuf);
        if (!accepted.Contains(type))
        {
            return body.IsEmpty && type.Length == 0 ? new BodyOutcome.Empty() : new BodyOutcome.Refused(ApiStatuses.UnsupportedMediaType(accepted));
        }

        return body.IsEmpty ? new BodyOutcome.Empty() : Check(Decode(type, body.Span, expected), expected, type, body);
    }

    /// <summary>The request's media type without parameters; JSON where it names none.</summary>
    public static string MediaType(HttpRequest request) =>
        request.ContentType is { Length: > 0 } contentType ? MediaRange.ParseOne(contentType).Type : MediaTypes.Json;

    private static DecodeOutcome Decode(string type, ReadOnlySpan<byte> body, ExpectedDocument expected) => type switch
    {
        MediaTypes.Yaml => YamlDecoder.Decode(body, expected.Schema),
        MediaTypes.Protobuf => ProtobufDecoder.Decode(body, (apiVersion, kind) => Schema(expected, apiVersion, kind)),
        _ => JsonDecoder.Decode(body, expected.Schema),
    };

    private static TypeSchema? Schema(ExpectedDocument expected, string apiVersion, string kind) =>
        (kind.Length == 0 || kind == expected.Kind) && (apiVersion.Length == 0 || expected.Takes(apiVersion)) ? expected.Schema : null;

    private static BodyOutcome Check(DecodeOutcome outcome, ExpectedDocument expected, string type, ReadOnlyMemory<byte> body)
    {
        if (outcome is DecodeOutcome.Malformed { Found: not "null" } malformed)
        {
            return Bad(UnreadBody.Unrecognized(malformed, expected, type, body.Span));
        }

        var (document, strictErrors) = outcome as DecodeOutcome.Decoded ?? new DecodeOutcome.Decoded([], []);
        if (UnreadBody.TypeFault(document, expected, body.Span) is { } untold)
        {
            return Bad(untold);
        }

        var (kind, apiVersion) = (document.Text("kind") ?? "", document.Text("apiVersion") ?? "");
        if (expected.Schema.Structure is not null && OwnTypeFault(document, kind, apiVersion, expected) is { } untyped)
        {
            return untyped;
        }

        if (expected.Schema.Structure is null && UnreadBody.OtherType(kind, apiVersion, expected) is { } other)
        {
            return Bad(other);
        }

        if (apiVersion.Length > 0 && !expected.Takes(apiVersion))
        {
            return Bad($"the API version in the data ({apiVersion}) does not match the expected API version ({expected.ApiVersion})");
        }

        if (document["metadata"] is not (null or JsonObject))
        {
            return Bad(UnreadBody.NoMetadata(document["metadata"], expected));
        }

        document["kind"] = expected.Kind;
        document["apiVersion"] = expected.ApiVersion;
        return new BodyOutcome.Read(document, strictErrors);
    }

    /// <summary>What is wrong with what a custom resource says that it is: nothing of it is taken from the request, as it is of built-in kinds.</summary>
    private static BodyOutcome.Refused? OwnTypeFault(JsonObject document, string kind, string apiVersion, ExpectedDocument expected)
    {
        if (kind.Length == 0)
        {
            return Bad("Object 'Kind' is missing in 'unstructured object has no kind'");
        }

        if (apiVersion.Length == 0)
        {
            return Bad($"the API version in the data () does not match the expected API version ({expected.ApiVersion})");
        }

        if (kind == expected.Kind || !expected.Takes(apiVersion))
        {
            return null;
        }

        var error = new FieldError("FieldValueInvalid", "kind", $"Invalid value: {GoText.Quoted(kind)}: must be {expected.Kind}");
        return new BodyOutcome.Refused(RefusalStatus.Of(new Refusal.Invalid(expected.ApiVersion.Split('/')[0], expected.Kind, document.Text("metadata", "name") ?? "", [error])));
    }

    private static BodyOutcome.Refused Bad(string message) => new(ApiStatuses.BadRequest(message));
}
