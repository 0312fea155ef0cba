using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>A request for a kind that is served, whose answer the client can read.</summary>
internal sealed record ResourceRequest(
    HttpContext Http,
    RequestInfo Info,
    UserInfo User,
    string AuditId,
    ResourceKind Kind,
    Subresource Subresource,
    Representation Representation) : ApiRequest(Http, Info, User, AuditId)
{
    /// <summary>The object that the path names.</summary>
    public ObjectName Name => new(Info.Namespace, Info.Name);

    /// <summary>The namespace asked for, or null for all of them.</summary>
    public string? NamespaceOrAll => Info.Namespace.Length == 0 ? null : Info.Namespace;
}
