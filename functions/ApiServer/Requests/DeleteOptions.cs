using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Batch;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>The options of a deletion: in the body, else in the query.</summary>
/// <param name="Policy">How to delete.</param>
/// <param name="DryRun">Whether only to say what would be.</param>
/// <param name="IsForeground">Whether the sender waits for dependents.</param>
/// <param name="LeavesDependents">Whether dependents stay because the sender did not say what becomes of them.</param>
internal sealed record DeleteOptions(DeletePolicy Policy, bool DryRun, bool IsForeground, bool LeavesDependents)
{
    private const string PodsOfJobsStay =
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

    /// <summary>Reads the options of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="replayHeader">The header that names a request without a body, which may be sent again; null for none.</param>
    /// <returns>The options, or why they cannot be taken.</returns>
    public static async Task<(DeleteOptions? Options, ApiStatus? Fault)> ReadAsync(ResourceRequest request, string? replayHeader)
    {
        var body = await DocumentReader.ReadAsync(request.Http.Request, ExpectedDocument.DeleteOptions, request.Aborted);
        if (body is BodyOutcome.Refused(var fault))
        {
            return (null, fault);
        }

        var document = body is BodyOutcome.Read read ? read.Document : [];
        if (TypeFault(document) is { } wrong)
        {
            return (null, ApiStatuses.BadRequest($"DeleteOptions in version \"v1\" cannot be handled as a DeleteOptions: {wrong} has the wrong type"));
        }

        if (!request.Query.TryInteger("gracePeriodSeconds", out var grace, out var error))
        {
            return (null, ApiStatuses.BadRequest(error));
        }

        var fromBody = body is BodyOutcome.Read;
        var replay = fromBody || replayHeader is null ? null : ReplayId.Of(request.Http.Request.Headers[replayHeader].ToString());
        return Check(
            document,
            request.Kind,
            replay,
            fromBody ? document.Integer("gracePeriodSeconds") : grace,
            fromBody ? document.Text("propagationPolicy") : request.Query.Text("propagationPolicy"),
            fromBody ? document["orphanDependents"] is null ? null : document.Flag("orphanDependents") : request.Query.NullableFlag("orphanDependents"),
            [.. document.Texts("dryRun"), .. request.Query.Values("dryRun")]);
    }

    /// <summary>The circumstances of the deletion.</summary>
    public WriteContext Context(ResourceRequest request) => new()
    {
        User = request.User,
        FieldManager = WriteOptions.DefaultManager(request.Http.Request),
        Subresource = Subresource.None,
        DryRun = DryRun,
        AuditId = request.AuditId,
        Warnings = LeavesDependents && request.Kind == BatchKinds.Jobs ? new List<string> { PodsOfJobsStay } : new List<string>(),
    };

    private static string? TypeFault(JsonObject document) =>
        document["gracePeriodSeconds"] is { } grace && grace.Integer() is null ? "gracePeriodSeconds"
        : document["propagationPolicy"] is { } policy && policy.Text() is null ? "propagationPolicy"
        : document["dryRun"] is not (null or JsonArray) ? "dryRun"
        : document["preconditions"] is not (null or JsonObject) ? "preconditions"
        : document["orphanDependents"] is { } orphan && orphan.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) ? "orphanDependents"
        : null;

    private static (DeleteOptions?, ApiStatus?) Check(JsonObject document, ResourceKind kind, ReplayId? replay, long? grace, string? policy, bool? orphan, List<string> dryRun)
    {
        var errors = new List<FieldError>();
        WriteOptions.ValidateDryRun(dryRun, errors);
        if (policy is not null && orphan is not null)
        {
            errors.Add(new FieldError("FieldValueInvalid", "propagationPolicy", $"Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set"));
        }

        if (policy is not (null or "Foreground" or "Background" or "Orphan"))
        {
            errors.Add(new FieldError("FieldValueNotSupported", "propagationPolicy", $"Unsupported value: \"{policy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        }

        if (errors.Count > 0)
        {
            return (null, ApiStatuses.InvalidOptions("DeleteOptions", errors));
        }

        // A negative grace period is one second, as short as a pod can be told to end properly.
        var deletion = new DeletePolicy(
            grace < 0 ? 1 : grace, PropagationOf(policy, orphan), document.Text("preconditions", "uid"), document.Text("preconditions", "resourceVersion"), replay);
        return (new DeleteOptions(deletion, dryRun.Count > 0, policy == "Foreground" || orphan == false, policy is null && orphan is null && kind.OrphansByDefault), null);
    }

    private static Propagation? PropagationOf(string? policy, bool? orphan) => (policy, orphan) switch
    {
        ("Foreground", _) => Propagation.Foreground,
        ("Orphan", _) or (null, true) => Propagation.Orphan,
        (null, null) => null,
        _ => Propagation.Background,
    };
}
