using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>A resource client some of whose answers a test decides; the rest are the real one's.</summary>
internal sealed class StubClient(IResourceClient real) : IResourceClient
{
    public Func<ResourceWatchOutcome>? Watch { get; set; }

    public Func<ResourceWrite, ResourceOutcome?>? Write { get; set; }

    public Func<Task>? BeforeState { get; set; }

    public KindTable Kinds => real.Kinds;

    public ValueTask<KindTable> KindsAsync(CancellationToken cancellationToken) => real.KindsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ResourceKind>> KindsInUseAsync(CancellationToken cancellationToken) => real.KindsInUseAsync(cancellationToken);

    public ValueTask<ResourceObject?> GetAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken) => real.GetAsync(kind, name, cancellationToken);

    public ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken) => real.ListAsync(kind, query, cancellationToken);

    public ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken) =>
        Watch is { } watch ? ValueTask.FromResult(watch()) : real.WatchAsync(kind, query, cancellationToken);

    public async ValueTask<ResourceState> StateAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        if (BeforeState is { } before)
        {
            await before();
        }

        return await real.StateAsync(kind, cancellationToken);
    }

    public async Task<ResourceOutcome> WriteAsync(ResourceWrite write, WriteContext context, CancellationToken cancellationToken) =>
        Write?.Invoke(write) ?? await real.WriteAsync(write, context, cancellationToken);
}
