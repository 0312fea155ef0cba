using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using Microsoft.AspNetCore.Http;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>A request for objects, as its path says.</summary>
internal sealed record ApiRequest
{
    public required HttpContext Http { get; init; }

    public required UserInfo User { get; init; }

    public required ResourceKind Kind { get; init; }

    /// <summary>The namespace; empty for cluster-scoped kinds and for lists over all namespaces.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name; empty for the collection.</summary>
    public required string Name { get; init; }

    public required Subresource Subresource { get; init; }

    /// <summary>Whether the path is of the old form <c>/watch/</c>.</summary>
    public required bool IsWatchPath { get; init; }

    public ObjectName ObjectName => new(Namespace, Name);

    public string Query(string name) => Http.Request.Query[name].ToString();

    public bool Flag(string name) => Query(name) is "true" or "1" or "True" or "TRUE" or "t" or "T" || (Http.Request.Query.ContainsKey(name) && Query(name).Length == 0);
}
