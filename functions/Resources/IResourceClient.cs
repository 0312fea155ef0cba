using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources;

/// <summary>The one way in which objects are read and changed, for HTTP requests, controllers and the scheduler alike.</summary>
public interface IResourceClient
{
    /// <summary>The kinds that exist, as far as this process knows: the built-in ones, and the custom ones that it has heard of.</summary>
    KindTable Kinds { get; }

    /// <summary>The kinds that exist; of custom ones what was so a second ago at the earliest. To be asked where <see cref="Kinds"/> lacks a kind, and
    /// where a custom one is wanted.</summary>
    ValueTask<KindTable> KindsAsync(CancellationToken cancellationToken);

    /// <summary>The kinds of which there may be objects: of the others there was none when this was asked.</summary>
    ValueTask<IReadOnlyList<ResourceKind>> KindsInUseAsync(CancellationToken cancellationToken);

    /// <summary>One object as of now, or null.</summary>
    ValueTask<ResourceObject?> GetAsync(ResourceKind kind, ObjectName name, CancellationToken cancellationToken);

    /// <summary>A page of objects.</summary>
    ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken);

    /// <summary>A stream of changes, gapless from the asked revision on.</summary>
    ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken);

    /// <summary>All objects of a kind as of now, for deciders.</summary>
    ValueTask<ResourceState> StateAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>Takes one write down the write path. Writes that run at the same time share commits, so start many and await them together.</summary>
    Task<ResourceOutcome> WriteAsync(ResourceWrite write, WriteContext context, CancellationToken cancellationToken);
}
