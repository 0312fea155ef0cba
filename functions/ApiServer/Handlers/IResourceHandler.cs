using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Answers one verb of every kind. Writes go to their end though their client leaves: it must not depend on a connection whether one is kept.</summary>
internal interface IResourceHandler
{
    /// <summary>Answers a request.</summary>
    Task<IResult> HandleAsync(ResourceRequest request);
}
