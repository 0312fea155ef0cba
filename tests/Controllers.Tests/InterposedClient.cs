using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Tests;

/// <summary>A client whose calls are counted, held up to let others go first, or refused.</summary>
internal sealed class InterposedClient(IResourceClient inner) : IResourceClient
{
    private int _calls;

    public KindTable Kinds => inner.Kinds;

    public ValueTask<KindTable> KindsAsync(CancellationToken cancellationToken) => inner.KindsAsync(cancellationToken);

    /// <summary>Calls so far, of all sorts.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Awaited before each call, with its number from 0.</summary>
    public Func<int, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers a write in the store's stead; null to let it through.</summary>
    public Func<ResourceWrite, Refusal?> Refuse { get; set; } = _ => null;

    public async ValueTask<IReadOnlyList<ResourceKind>> KindsInUseAsync(CancellationToken cancellationToken)
    {
        await CallAsync();
        return await inner.KindsInUseAsync(cancellationToken);
    }

    public async ValueTask<ResourceObject?> GetAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken)
    {
        await CallAsync();
        return await inner.GetAsync(kind, name, cancellationToken);
    }

    public async ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken)
    {
        await CallAsync();
        return await inner.ListAsync(kind, query, cancellationToken);
    }

    public async ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken)
    {
        await CallAsync();
        return await inner.WatchAsync(kind, query, cancellationToken);
    }

    public async ValueTask<ResourceState> StateAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        await CallAsync();
        return await inner.StateAsync(kind, cancellationToken);
    }

    public async Task<ResourceOutcome> WriteAsync(ResourceWrite write, WriteContext context, CancellationToken cancellationToken)
    {
        await CallAsync();
        return Refuse(write) is { } refusal ? new ResourceOutcome.Refused(refusal) : await inner.WriteAsync(write, context, cancellationToken);
    }

    private Task CallAsync() => Before(Interlocked.Increment(ref _calls) - 1);
}
