namespace CloudOrchestrator.ApiServer.Health;

/// <summary>The server answers at all.</summary>
internal sealed class PingCheck : IHealthCheck
{
    public string Name => "ping";

    public bool CountsForLife => true;

    public ValueTask<bool> IsWellAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
