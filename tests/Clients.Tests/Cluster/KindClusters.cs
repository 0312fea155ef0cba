using System.Collections.Concurrent;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>Control planes without nodes, for objects of every kind: a test has one alone, and the next test has it after. As many as tests run at a time.</summary>
public sealed class KindClusters : IAsyncDisposable
{
    private readonly ConcurrentBag<ControlPlane> _free = [];

    /// <summary>One that no other test has.</summary>
    internal async Task<Turn> AloneAsync() => new(_free.TryTake(out var free) ? free : await ControlPlane.StartAsync(), _free);

    public async ValueTask DisposeAsync()
    {
        foreach (var controlPlane in _free)
        {
            await controlPlane.DisposeAsync();
        }
    }

    /// <summary>A test's turn; gives the control plane back when disposed.</summary>
    internal sealed class Turn(ControlPlane controlPlane, ConcurrentBag<ControlPlane> free) : IDisposable
    {
        public string Kubeconfig => controlPlane.Kubeconfig;

        public void Dispose() => free.Add(controlPlane);
    }
}
