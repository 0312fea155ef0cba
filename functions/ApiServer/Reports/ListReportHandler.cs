using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Reports;

/// <summary>Answers all objects of a kind that are made up now, but those that selectors leave out. There are few, and so no pages.</summary>
internal sealed class ListReportHandler(IEnumerable<IReport> reports) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (ListOptions.Read(request, isWatch: false, out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var report = reports.Single(report => report.Kind == request.Kind);
        var items = await Task.WhenAll(report.Names.Select(name => report.MakeAsync(name, request.Aborted).AsTask()));
        var selected = items.Where(item => options.Labels.Matches(item.Labels) && options.Fields.Matches(item)).ToList();
        return new ListAnswer(request.Kind, new ListOutcome.Page(selected, ListAnswer.NoRevision, null, null), request.Representation);
    }
}
