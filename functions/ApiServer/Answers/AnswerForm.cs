using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>The form in which a client takes objects.</summary>
internal enum AnswerForm
{
    /// <summary>The objects.</summary>
    Object,

    /// <summary>A printed table.</summary>
    Table,

    /// <summary>Their metadata alone.</summary>
    Metadata,

    /// <summary>None that is served.</summary>
    NotAcceptable,
}

/// <summary>Reads the Accept header.</summary>
internal static class AnswerForms
{
    /// <summary>The best form that the client accepts, by its order and weights.</summary>
    public static AnswerForm Of(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (header.Count == 0 || string.IsNullOrWhiteSpace(header.ToString()))
        {
            return AnswerForm.Object;
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var accepted))
        {
            return AnswerForm.NotAcceptable;
        }

        foreach (var range in accepted.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1))
        {
            if (Of(range) is { } form)
            {
                return form;
            }
        }

        return AnswerForm.NotAcceptable;
    }

    private static AnswerForm? Of(MediaTypeHeaderValue range)
    {
        if (range.MediaType.Value is not ("application/json" or "*/*" or "application/*" or "text/plain"))
        {
            return null;
        }

        return Parameter(range, "as") switch
        {
            null => AnswerForm.Object,
            "Table" when IsMeta(range) => AnswerForm.Table,
            "PartialObjectMetadata" or "PartialObjectMetadataList" when IsMeta(range) => AnswerForm.Metadata,
            _ => null,
        };
    }

    private static bool IsMeta(MediaTypeHeaderValue range) => Parameter(range, "g") == "meta.k8s.io" && Parameter(range, "v") is "v1" or "v1beta1";

    private static string? Parameter(MediaTypeHeaderValue range, string name) =>
        range.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value.Value;
}
