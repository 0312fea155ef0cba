namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>No credentials for nodes.</summary>
internal sealed class NoNodeTrust : INodeTrust
{
    public ValueTask<NodeTrust?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<NodeTrust?>(null);
}
