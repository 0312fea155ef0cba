using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Patching;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>A patch of one of the three kinds, ready to be applied to whatever the current document is.</summary>
internal sealed class PatchBody
{
    private static readonly string[] Accepted = [MediaTypes.JsonPatch, MediaTypes.MergePatch, MediaTypes.StrategicMergePatch];

    private readonly string _type;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly JsonObject? _merge;
    private readonly IReadOnlyList<string> _strictErrors;
    private readonly ExpectedDocument _expected;
    private readonly FieldValidation _validation;

    private PatchBody(string type, ReadOnlyMemory<byte> bytes, DecodeOutcome.Decoded? decoded, ExpectedDocument expected, FieldValidation validation)
    {
        (_type, _bytes, _expected, _validation) = (type, bytes, expected, validation);
        _merge = decoded?.Document;
        _strictErrors = decoded?.StrictErrors ?? [];
        NamesVersion = decoded is null
            ? bytes.Span.IndexOf("/metadata/resourceVersion"u8) >= 0
            : !string.IsNullOrEmpty(decoded.Document.Text("metadata", "resourceVersion"));
    }

    /// <summary>Whether the patch says on which version it builds.</summary>
    public bool NamesVersion { get; }

    /// <summary>What was dropped at the last application.</summary>
    public IList<string> Warnings { get; } = [];

    /// <summary>Reads the patch in a request's body.</summary>
    public static async Task<PatchBodyOutcome> ReadAsync(ResourceRequest request, ExpectedDocument expected, FieldValidation validation)
    {
        var type = request.Http.Request.ContentType is { Length: > 0 } contentType ? MediaRange.ParseOne(contentType).Type : "";
        // What lists merge by which key is not known of custom resources.
        var accepted = expected.Schema.Structure is null ? Accepted : Accepted.Where(one => one != MediaTypes.StrategicMergePatch);
        if (!accepted.Contains(type))
        {
            return new PatchBodyOutcome.Refused(ApiStatuses.UnsupportedMediaType(accepted));
        }

        if (await BoundedBody.ReadAsync(request.Http.Request, ApiServerOptions.BodyBytesMax, request.Aborted) is not { } bytes)
        {
            return new PatchBodyOutcome.Refused(ApiStatuses.BodyTooLarge);
        }

        if (type == MediaTypes.JsonPatch)
        {
            return new PatchBodyOutcome.Read(new PatchBody(type, bytes, null, expected, validation));
        }

        return JsonDecoder.Decode(bytes.Span, null) switch
        {
            DecodeOutcome.Decoded decoded => new PatchBodyOutcome.Read(new PatchBody(type, bytes, decoded, expected, validation)),
            DecodeOutcome.Malformed(var message) => new PatchBodyOutcome.Refused(ApiStatuses.BadRequest($"error decoding patch: {message}")),
            var other => throw new NotSupportedException($"No answer is known for {other.GetType().Name}."),
        };
    }

    /// <summary>The document that the patch makes of the current one, or why it makes none.</summary>
    public (JsonObject? Document, Refusal? Refusal) Apply(JsonObject current, ResourceRequest request)
    {
        Warnings.Clear();
        var outcome = _type switch
        {
            MediaTypes.JsonPatch => JsonPatch.Apply(current, _bytes.Span),
            MediaTypes.MergePatch => MergePatch.Apply(current, _merge!),
            _ => StrategicMergePatch.Apply(current, _merge!, _expected.Schema),
        };
        return outcome switch
        {
            PatchOutcome.Patched(var document) => Check(document, request),
            PatchOutcome.Failed(Refusal.Invalid { Kind: "" } invalid) => (null, Named(invalid.Errors, request)),
            PatchOutcome.Failed(var refusal) => (null, refusal),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    private (JsonObject?, Refusal?) Check(JsonObject document, ResourceRequest request)
    {
        if (document.Text("kind") != _expected.Kind || document.Text("apiVersion") is not { } apiVersion || !_expected.Takes(apiVersion))
        {
            return (null, new Refusal.BadRequest($"the patch makes of {_expected.Kind} in version \"{_expected.ApiVersion}\" a {document.Text("kind")} in version \"{document.Text("apiVersion")}\""));
        }

        if (_validation == FieldValidation.Ignore)
        {
            return (document, null);
        }

        var bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        var errors = JsonDecoder.Decode(bytes, _expected.Schema) is DecodeOutcome.Decoded { StrictErrors: var found } ? _strictErrors.Concat(found).ToList() : [.. _strictErrors];
        if (_validation == FieldValidation.Strict && errors.Count > 0)
        {
            return (null, Named([new FieldError("FieldValueInvalid", "patch", $"Invalid value: \"patch\": {RequestBody.Strict(errors)}")], request));
        }

        RequestBody.AddAll(Warnings, errors);
        return (document, null);
    }

    private Refusal.Invalid Named(IReadOnlyList<FieldError> errors, ResourceRequest request)
    {
        var slash = _expected.ApiVersion.IndexOf('/');
        return new Refusal.Invalid(slash < 0 ? "" : _expected.ApiVersion[..slash], _expected.Kind, request.Info.Name, errors);
    }
}
