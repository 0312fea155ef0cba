using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources;

/// <summary>Objects over the store.</summary>
internal sealed class ResourceClient(IDocumentStore store, ServedKinds kinds, TimeProvider time) : IResourceClient
{
    private readonly ReadPath _reading = new(store, time);
    private readonly WatchPath _watching = new(store, time);
    private readonly WritePath _writing = new(store, time);

    public KindTable Kinds => kinds.Table;

    public ValueTask<KindTable> KindsAsync(CancellationToken cancellationToken) => kinds.RecentAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ResourceKind>> KindsInUseAsync(CancellationToken cancellationToken)
    {
        var collections = await store.CollectionsAsync(cancellationToken).ConfigureAwait(false);
        var hasCustom = collections.Any(name => name.StartsWith(CustomKinds.CollectionPrefix, StringComparison.Ordinal));
        var table = hasCustom ? await kinds.CurrentAsync(cancellationToken).ConfigureAwait(false) : kinds.Table;
        return [.. table.All.Where(kind => kind.Conversion is null && collections.Contains(kind.Collection)).DistinctBy(kind => kind.Collection)];
    }

    public async ValueTask<ResourceObject?> GetAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken) =>
        (await StateAsync(kind, cancellationToken).ConfigureAwait(false)).Find(name);

    public ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken) =>
        _reading.ListAsync(kind, query, cancellationToken);

    public ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken) =>
        _watching.WatchAsync(kind, query, cancellationToken);

    public async ValueTask<ResourceState> StateAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        new StoredResourceState(kind, await store.Collection(CollectionIndexes.DefinitionOf(kind)).ReadCurrentAsync(cancellationToken).ConfigureAwait(false));

    public async Task<ResourceOutcome> WriteAsync(ResourceWrite write, WriteContext context, CancellationToken cancellationToken)
    {
        if (write.Kind.Conversion is { } conversion)
        {
            var (converted, refusal) = ConvertedWrite.Of(write, conversion);
            return refusal is not null
                ? new ResourceOutcome.Refused(refusal)
                : ConvertedWrite.Of(await WriteAsync(converted, context with { Through = write.Kind }, cancellationToken).ConfigureAwait(false), write.Kind);
        }

        var outcome = await (write switch
        {
            ResourceWrite.Create create => _writing.CreateAsync(create, context, cancellationToken),
            ResourceWrite.Update update => _writing.UpdateAsync(update, context, cancellationToken),
            ResourceWrite.Apply apply => _writing.ApplyAsync(apply, context, cancellationToken),
            ResourceWrite.Delete delete => _writing.DeleteAsync(delete, context, cancellationToken),
            _ => throw new ArgumentException("A write is a create, an update, an apply or a delete.", nameof(write)),
        }).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Refused)
        {
            // They speak of what is kept, and nothing was.
            context.Warnings.Clear();
        }

        if (outcome is ResourceOutcome.Done { Effect: not WriteEffect.Unchanged } && !context.DryRun)
        {
            WriteCount.Add();
        }

        return outcome;
    }
}
