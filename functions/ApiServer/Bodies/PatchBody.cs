using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Patching;

namespace CloudOrchestrator.ApiServer.Bodies;

/// <summary>A JSON, merge or strategic merge patch, ready to be applied to whatever the current document is.</summary>
internal sealed class PatchBody
{
    /// <summary>Most characters of a patched document that a message shows.</summary>
    private const int ShownMax = 8 * 1024;

    private readonly string _type;
    private readonly JsonArray? _operations;
    private readonly JsonObject? _merge;
    private readonly IReadOnlyList<string> _strictErrors;
    private readonly ExpectedDocument _expected;
    private readonly FieldValidation _validation;

    /// <summary>The members of a document in which the patch may change something; null for all.</summary>
    private readonly HashSet<string>? _touched;

    private PatchBody(string type, JsonNode patch, IReadOnlyList<string> strictErrors, ExpectedDocument expected, FieldValidation validation)
    {
        (_type, _strictErrors, _expected, _validation) = (type, strictErrors, expected, validation);
        _operations = patch as JsonArray;
        _merge = patch as JsonObject;
        _touched = expected.Schema.Structure is not null ? null : _operations is not null ? JsonPatch.MembersIn(_operations) : MembersOf(_merge!);
        NamesVersion = _operations?.Objects().Any(operation => operation.Text("path")?.StartsWith("/metadata/resourceVersion", StringComparison.Ordinal) ?? false)
            ?? !string.IsNullOrEmpty(_merge.Text("metadata", "resourceVersion"));
    }

    /// <summary>Whether the patch says on which version it builds.</summary>
    public bool NamesVersion { get; }

    /// <summary>What was dropped at the last application.</summary>
    public IList<string> Warnings { get; } = [];

    /// <summary>Reads the patch in a request's body, which is of one of the three types.</summary>
    public static async Task<PatchBodyOutcome> ReadAsync(ResourceRequest request, ExpectedDocument expected, FieldValidation validation)
    {
        var type = PatchTypes.Of(request);
        if (await BoundedBody.ReadAsync(request.Http.Request, ApiServerOptions.BodyBytesMax, request.Aborted) is not { } bytes)
        {
            return new PatchBodyOutcome.Refused(ApiStatuses.BodyTooLarge);
        }

        // Kubernetes says where it found what is wrong only where it looks for fields that are unknown or given twice.
        var prefix = validation == FieldValidation.Ignore || type == MediaTypes.StrategicMergePatch ? "" : "error decoding patch: ";
        if (type == MediaTypes.JsonPatch)
        {
            var errors = new List<string>();
            var (operations, fault, isOfOperation) = JsonPatch.Read(bytes.Span, errors);
            return operations is null
                ? new PatchBodyOutcome.Malformed(isOfOperation ? fault! : prefix + fault)
                : new PatchBodyOutcome.Read(new PatchBody(type, operations, errors, expected, validation));
        }

        return JsonDecoder.Decode(bytes.Span, null) switch
        {
            // A strategic patch is merged value by value, and so a number of it needs not be written as its field's would be.
            DecodeOutcome.Decoded(var document, var errors) =>
                new PatchBodyOutcome.Read(new PatchBody(type, type == MediaTypes.StrategicMergePatch ? GoNumber.Plain(document) : document, errors, expected, validation)),
            DecodeOutcome.Malformed { Found: "null" } when type == MediaTypes.StrategicMergePatch => new PatchBodyOutcome.Read(new PatchBody(type, new JsonObject(), [], expected, validation)),
            DecodeOutcome.Malformed(var message, var found) => new PatchBodyOutcome.Malformed(type == MediaTypes.MergePatch && (found == "null" || validation == FieldValidation.Ignore) ? "Invalid JSON Patch" : prefix + message),
            var other => throw new NotSupportedException($"No answer is known for {other.GetType().Name}."),
        };
    }

    /// <summary>The document that the patch makes of the current one with its canonical form, or why it makes none.</summary>
    public (JsonObject? Document, JsonObject? Canonical, Refusal? Refusal) Apply(JsonObject current)
    {
        Warnings.Clear();
        var outcome = _type switch
        {
            MediaTypes.JsonPatch => JsonPatch.Apply(current, _operations!),
            MediaTypes.MergePatch => MergePatch.Apply(current, _merge!),
            _ => StrategicMergePatch.Apply(current, _merge!, _expected.Schema),
        };
        return outcome switch
        {
            PatchOutcome.Patched(var document) when _type == MediaTypes.StrategicMergePatch => Check(WithTypeOf(current, document)),
            PatchOutcome.Patched(var document) => Check(document),
            PatchOutcome.Failed(var refusal) => (null, null, refusal),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    /// <summary>Whether a member is the stored one, which is canonical: the server itself wrote it.</summary>
    private bool IsUntouched(string name) => _touched is not null && !_touched.Contains(name);

    /// <summary>The members that a merge patch names; null where a directive may change any.</summary>
    private static HashSet<string>? MembersOf(JsonObject patch)
    {
        var names = patch.Select(member => member.Key).ToHashSet();
        return names.Any(name => name.StartsWith('$')) ? null : names;
    }

    /// <summary>A strategic merge patch is of the kind that it is sent to, whatever it says: a Scale is patched with Deployments, as by Ansible.</summary>
    private static JsonObject WithTypeOf(JsonObject current, JsonObject document)
    {
        document["kind"] = current["kind"]?.DeepClone();
        document["apiVersion"] = current["apiVersion"]?.DeepClone();
        return document;
    }

    private (JsonObject?, JsonObject?, Refusal?) Check(JsonObject document)
    {
        var (kind, apiVersion) = (document.Text("kind") ?? "", document.Text("apiVersion") ?? "");
        if (kind != _expected.Kind || !_expected.Takes(apiVersion))
        {
            return (null, null, Invalid(document, $"unable to decode {apiVersion}, Kind={kind} into a {_expected.Kind} in version {_expected.ApiVersion}"));
        }

        ICollection<string> wrong = _type == MediaTypes.StrategicMergePatch ? new ConversionFaults() : new List<string>();
        var canonical = CanonicalForm.Of(document, _expected.Schema, wrong, IsUntouched);
        if (wrong.Count > 0)
        {
            return (null, null, Invalid(document, wrong.First()));
        }

        if (_validation == FieldValidation.Ignore)
        {
            return (document, canonical, null);
        }

        var errors = _strictErrors.Concat(StrictErrors.Of(document, _expected.Schema, IsUntouched)).ToList();
        if (_validation == FieldValidation.Strict && errors.Count > 0)
        {
            return (null, null, Invalid(document, RequestBody.Strict(errors)));
        }

        RequestBody.AddAll(Warnings, errors);
        return (document, canonical, null);
    }

    /// <summary>That what the patch leaves is no document of the kind. Kubernetes names no object there, but shows it all.</summary>
    private Refusal.Invalid Invalid(JsonObject document, string why)
    {
        var shown = _type == MediaTypes.StrategicMergePatch ? GoText.Of(_merge) : GoText.Json(document);
        var quoted = GoText.Quoted(shown.Length > ShownMax ? shown[..ShownMax] : shown);
        return new Refusal.Invalid("", "", "", [new FieldError("FieldValueInvalid", "patch", $"Invalid value: {quoted}: {why}")]);
    }
}
