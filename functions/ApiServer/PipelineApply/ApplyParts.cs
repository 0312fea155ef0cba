using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>The services that an apply uses.</summary>
internal sealed record ApplyParts(IResourceClient Resources, IAuthorizer Authorizer, ApiServerOptions Server, IHostApplicationLifetime Lifetime, TimeProvider Time);
