namespace CloudOrchestrator.ApiServer.Health;

/// <summary>The server is not about to end.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public string Name => "shutdown";

    public bool CountsForLife => false;

    public ValueTask<bool> IsWellAsync(CancellationToken cancellationToken) => ValueTask.FromResult(!lifetime.ApplicationStopping.IsCancellationRequested);
}
