using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>What answers a verb of a subresource.</summary>
internal sealed record HandlerRow(Subresource Subresource, string Verb, IResourceHandler Handler);
