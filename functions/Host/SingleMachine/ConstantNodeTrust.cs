using CloudOrchestrator.ApiServer.Subresources;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>Credentials that are at hand from the start.</summary>
internal sealed class ConstantNodeTrust(NodeTrust trust) : INodeTrust
{
    public ValueTask<NodeTrust?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<NodeTrust?>(trust);
}
