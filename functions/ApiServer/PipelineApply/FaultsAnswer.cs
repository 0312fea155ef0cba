using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>A file of which nothing was applied.</summary>
internal sealed class FaultsAnswer(IReadOnlyList<ManifestFault> faults, IReportForm form) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var report = new Report(httpContext, form, streams: false);
        await report.StartAsync();
        foreach (var fault in faults)
        {
            await report.AddAsync(ApplyResult.Of(fault));
        }

        await report.EndAsync();
    }
}
