namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>A control plane without nodes, for objects of every kind; one test at a time has it alone.</summary>
public sealed class KindCluster : IAsyncDisposable
{
    private readonly Lazy<Task<ControlPlane>> _controlPlane = new(ControlPlane.StartAsync);
    private readonly SemaphoreSlim _alone = new(1);

    internal Task<ControlPlane> GetAsync() => _controlPlane.Value;

    /// <summary>Waits until no other test has it.</summary>
    /// <returns>Gives it back when disposed.</returns>
    internal async Task<IDisposable> AloneAsync()
    {
        await _alone.WaitAsync(TestContext.Current.CancellationToken);
        return new Turn(_alone);
    }

    public async ValueTask DisposeAsync()
    {
        if (_controlPlane is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _controlPlane.Value).DisposeAsync();
        }

        _alone.Dispose();
    }

    private sealed class Turn(SemaphoreSlim alone) : IDisposable
    {
        public void Dispose() => alone.Release();
    }
}
