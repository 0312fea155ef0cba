using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>A request whose sender is known.</summary>
internal record ApiRequest(HttpContext Http, RequestInfo Info, UserInfo User, string AuditId)
{
    /// <summary>The options in the query.</summary>
    public QueryValues Query { get; } = new(Http.Request.Query);

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Aborted => Http.RequestAborted;
}
