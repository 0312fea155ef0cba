using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>What answers a verb of a subresource.</summary>
/// <param name="Subresource">The subresource.</param>
/// <param name="Verb">The verb.</param>
/// <param name="IsReported">Whether of the kinds whose objects are made up, or of those whose objects are kept.</param>
/// <param name="Handler">What answers.</param>
internal sealed record HandlerRow(Subresource Subresource, string Verb, bool IsReported, IResourceHandler Handler);
