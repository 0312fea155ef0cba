namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Where the credentials for nodes come from. Whoever composes the server registers one; without it no logs can be had.</summary>
public interface INodeTrust
{
    /// <summary>The credentials; null where there are none. Asked for at the first log, and again only where that failed.</summary>
    ValueTask<NodeTrust?> GetAsync(CancellationToken cancellationToken);
}
