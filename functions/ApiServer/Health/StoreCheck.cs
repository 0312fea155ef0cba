using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.ApiServer.Health;

/// <summary>The store can be read.</summary>
internal sealed class StoreCheck(IResourceClient resources, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public string Name => "store";

    /// <summary>A store that is away for a while comes back by itself; a new process would not bring it.</summary>
    public bool CountsForLife => false;

    public async ValueTask<bool> IsWellAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken).WaitAsync(Timeout, time, cancellationToken);
        return true;
    }

    /// <summary>What is in use is asked of the store itself, while objects may be at hand in memory where one process alone writes them.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await resources.KindsInUseAsync(cancellationToken);
        await resources.StateAsync(CoreKinds.Namespaces, cancellationToken);
    }
}
