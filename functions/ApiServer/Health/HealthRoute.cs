using System.Text;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.Health;

/// <summary>Answers probes: <c>livez</c> whether the process should be left running, <c>readyz</c> and <c>healthz</c> whether to send it work.</summary>
internal sealed class HealthRoute(IEnumerable<IHealthCheck> checks, ILogger<HealthRoute> logger) : IPathRoute
{
    private readonly IReadOnlyList<IHealthCheck> _checks = [.. checks];

    public bool Serves(string path) => path.Split('/') is ["healthz" or "livez" or "readyz"] or ["healthz" or "livez" or "readyz", _];

    public async Task<IResult> AnswerAsync(ApiRequest request)
    {
        var parts = request.Info.Path.Split('/');
        var relevant = _checks.Where(check => parts[0] != "livez" || check.CountsForLife).ToList();
        return parts.Length == 1
            ? await ReportAsync(request, parts[0], relevant)
            : relevant.FirstOrDefault(check => check.Name == parts[1]) is { } one ? await ReportOneAsync(request, one)
            : new StatusAnswer(ApiStatuses.UnknownPath);
    }

    private async Task<IResult> ReportOneAsync(ApiRequest request, IHealthCheck check) =>
        await IsWellAsync(check, request.Aborted)
            ? new TextAnswer(StatusCodes.Status200OK, "ok")
            : new TextAnswer(StatusCodes.Status500InternalServerError, "internal server error: check failed\n");

    private async Task<IResult> ReportAsync(ApiRequest request, string endpoint, List<IHealthCheck> relevant)
    {
        var excluded = request.Query.Texts("exclude");
        var report = new StringBuilder();
        var isWell = true;
        foreach (var check in relevant)
        {
            if (excluded.Contains(check.Name))
            {
                report.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            var ok = await IsWellAsync(check, request.Aborted);
            isWell &= ok;
            report.Append(ok ? "[+]" : "[-]").Append(check.Name).Append(ok ? " ok\n" : " failed: reason withheld\n");
        }

        var unknown = excluded.Where(name => relevant.All(check => check.Name != name)).ToList();
        if (unknown.Count > 0)
        {
            report.Append("warn: some health checks cannot be excluded: no matches for ").AppendJoin(",", unknown.Select(name => $"\"{name}\"")).Append('\n');
        }

        report.Append(endpoint).Append(isWell ? " check passed\n" : " check failed\n");
        return isWell && !request.Query.Flag("verbose")
            ? new TextAnswer(StatusCodes.Status200OK, "ok")
            : new TextAnswer(isWell ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError, report.ToString());
    }

    private async Task<bool> IsWellAsync(IHealthCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.IsWellAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a check throws is its finding.
            Log.CheckFailed(logger, check.Name, fault);
            return false;
        }
    }
}
