using CloudOrchestrator.ApiServer.PipelineApply.Manifests;
using CloudOrchestrator.ApiServer.PipelineApply.Pruning;
using CloudOrchestrator.ApiServer.PipelineApply.Readiness;
using CloudOrchestrator.ApiServer.PipelineApply.Reports;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Watches;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Applies a file that was found good, and answers what became of it.</summary>
/// <remarks>
/// (1) apply; (2) prune, if all was applied; (3) wait, if that was asked for. What has begun goes to its end though the client leaves, but for the
/// waiting: it must not depend on a connection what of a file is applied.
/// </remarks>
internal sealed class ApplyAnswer(ApplyParts parts, ApiRequest request, ApplyOptions options, IReadOnlyList<ManifestObject> objects, IReportForm form) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var bound = options.Wait is { } wait
            ? new WatchBound(request.Aborted, parts.Lifetime.ApplicationStopping, wait, parts.Server.WatchSilenceMax, parts.Time)
            : null;
        var report = new Report(httpContext, form, streams: bound is not null);
        await report.StartAsync();

        // (1)
        var rehearsal = options.Write.DryRun
            ? new Rehearsal(objects.Where(item => item.IsNamespace).Select(item => item.Name).ToHashSet(), objects.Where(item => item.IsDefinition).Select(item => item.Name).ToHashSet())
            : Rehearsal.None;
        var kinds = new KindLookup(() => parts.Resources.Kinds, parts.Time, parts.Resources.KindsAsync);
        var applying = new ObjectApply(parts.Resources, kinds, parts.Authorizer, request, options, rehearsal);
        await new ApplyRun(applying, kinds, report, options.Write.DryRun).RunAsync(objects);

        // (2)
        if (options.Prune is not null)
        {
            await PruneAsync(report);
        }

        // (3)
        if (bound is not null)
        {
            await new ReadinessWait(parts.Resources, report, bound, options.Wait!.Value, parts.Time, parts.Lifetime.ApplicationStopping).RunAsync();
        }

        await report.EndAsync();
    }

    private Task PruneAsync(Report report)
    {
        if (!report.IsOk)
        {
            return report.AddAsync(new ApplyResult { Effect = ApplyEffect.Failed }.Failed("nothing was pruned, since not all was applied", FirstCode(report))).AsTask();
        }

        var applied = report.Results.Where(result => result.Type is not null).ToList();
        var namespaces = applied.Where(result => result.Type!.Namespaced).Select(result => result.Name.Namespace)
            .Concat(objects.Where(item => item.IsNamespace).Select(item => item.Name));
        var scope = new PruneScope(
            options.Prune!,
            options.Write.FieldManager,
            namespaces.ToHashSet(),
            applied.Where(result => !result.Type!.Namespaced).Select(result => result.Type!.Collection).ToHashSet(),
            applied.Select(result => (result.Type!.Collection, result.Name)).ToHashSet());
        return new PruneRun(parts.Resources, parts.Authorizer, request, options, scope, report).RunAsync();
    }

    /// <summary>That nothing was pruned is no failure of its own kind.</summary>
    private static int FirstCode(Report report) => report.Results.First(result => result.IsFailed).Code;
}
