using CloudOrchestrator.Resources;

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
        var kind = resources.Kinds.All.First(kind => kind is { Group: "", Plural: "namespaces" });
        await resources.StateAsync(kind, cancellationToken).AsTask().WaitAsync(Timeout, time, cancellationToken);
        return true;
    }
}
