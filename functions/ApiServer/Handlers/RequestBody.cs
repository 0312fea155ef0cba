using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>The object in a request's body, checked against the request around it.</summary>
internal static class RequestBody
{
    /// <summary>Reads the object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">What it has to be.</param>
    /// <param name="validation">What is done about unknown fields.</param>
    /// <param name="warnings">Gets the warnings about them.</param>
    public static async Task<BodyOutcome> ReadAsync(ResourceRequest request, ExpectedDocument expected, FieldValidation validation, IList<string> warnings)
    {
        var outcome = await DocumentReader.ReadAsync(request.Http.Request, expected, request.Aborted);
        switch (outcome)
        {
            case BodyOutcome.Empty:
                return Bad(UnreadBody.Empty(expected));
            case BodyOutcome.Read { StrictErrors.Count: > 0 } read when validation == FieldValidation.Strict:
                return Bad(Unread(expected, read.Document) ?? UnreadBody.Unhandled(expected, Strict(read.StrictErrors)));
            case BodyOutcome.Read read:
                if (validation == FieldValidation.Warn)
                {
                    AddAll(warnings, read.StrictErrors);
                }

                return CheckPlace(request, expected, read);
            default:
                return outcome;
        }
    }

    /// <summary>What strict validation says.</summary>
    public static string Strict(IEnumerable<string> errors) => $"strict decoding error: {string.Join(", ", errors)}";

    /// <summary>Adds warnings that are not there yet.</summary>
    public static void AddAll(IList<string> warnings, IEnumerable<string> added)
    {
        foreach (var warning in added.Where(warning => !warnings.Contains(warning)))
        {
            warnings.Add(warning);
        }
    }

    /// <summary>Null, or why the name in a document does not fit the path.</summary>
    public static string? NameFault(ResourceRequest request, JsonObject document)
    {
        var name = document.Text("metadata", "name") ?? "";
        return name.Length == 0 ? $"the name of the object ({request.Info.Name} based on URL) was undeterminable: name must be provided"
            : name != request.Info.Name ? $"the name of the object ({name}) does not match the name on the URL ({request.Info.Name})"
            : NamespaceFault(request, document);
    }

    /// <summary>Null, or why the name or namespace that a document gives, if any, does not fit the path.</summary>
    public static string? PlaceFault(ResourceRequest request, JsonObject document) =>
        string.IsNullOrEmpty(document.Text("metadata", "name")) ? NamespaceFault(request, document) : NameFault(request, document);

    private static string? NamespaceFault(ResourceRequest request, JsonObject document)
    {
        var @namespace = document.Text("metadata", "namespace") ?? "";
        return @namespace.Length > 0 && @namespace != request.Info.Namespace
            ? "the namespace of the provided object does not match the namespace sent on the request"
            : null;
    }

    /// <summary>Null, or the value of a wrong type that keeps a document from being read. It comes before all that is wrong with what is read, but reading it
    /// is left to who writes: this is for where that is not come to.</summary>
    public static string? Unread(ExpectedDocument expected, JsonObject document)
    {
        var errors = new List<string>();
        CanonicalForm.Of(document, expected.Schema, errors);
        return errors.Count == 0 ? null : UnreadBody.Unhandled(expected, errors[0]);
    }

    private static BodyOutcome CheckPlace(ResourceRequest request, ExpectedDocument expected, BodyOutcome.Read read)
    {
        var isNamed = request.Info.Name.Length > 0 && request.Info.Verb != Verbs.Create;
        if ((isNamed ? NameFault(request, read.Document) : NamespaceFault(request, read.Document)) is { } fault)
        {
            return Bad(Unread(expected, read.Document) ?? fault);
        }

        if (request.Info.Namespace.Length > 0)
        {
            read.Document.Ensure("metadata")["namespace"] = request.Info.Namespace;
        }

        return read;
    }

    private static BodyOutcome.Refused Bad(string message) => new(ApiStatuses.BadRequest(message));
}
