using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>The forms that there are.</summary>
internal static class ReportForms
{
    /// <summary>The one that a client wants most: text where it does not mind. Null where there is none.</summary>
    public static IReportForm? For(HttpRequest request, bool isDryRun)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0
            ? new TextForm(isDryRun)
            : MediaRange.Parse(accept).Select(range => Of(range.Type, isDryRun)).FirstOrDefault(form => form is not null);
    }

    private static IReportForm? Of(string type, bool isDryRun) => type switch
    {
        "*/*" or "text/*" or "text/plain" => new TextForm(isDryRun),
        MediaTypes.Json or "application/*" => new JsonForm(isDryRun),
        JsonLinesForm.MediaType or "application/x-ndjson" => new JsonLinesForm(),
        _ => null,
    };
}
