using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Reports;

/// <summary>Answers one object that is made up now.</summary>
internal sealed class GetReportHandler(IEnumerable<IReport> reports) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var report = reports.Single(report => report.Kind == request.Kind);
        return report.Names.Contains(request.Info.Name)
            ? new ObjectAnswer(StatusCodes.Status200OK, await report.MakeAsync(request.Info.Name, request.Aborted), request.Representation)
            : WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name)));
    }
}
