using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>A collection's state as objects of a kind.</summary>
internal sealed class StoredResourceState(ResourceKind kind, CollectionState state) : ResourceState
{
    public override long Revision => state.Revision;

    public override Refusal? Before(long? seen) => state.Before(seen);

    public override ResourceObject? Find(ObjectName name) => state.Find(CollectionKeys.Of(name)) is { } found ? Wrap(kind, found) : null;

    public override IEnumerable<ResourceObject> All(string? @namespace = null) =>
        state.Objects(@namespace).Select(item => Wrap(kind, item));

    public override IEnumerable<ResourceObject> OwnedBy(string ownerUid, bool controllerOnly = true) =>
        state.ByIndex(controllerOnly ? CollectionIndexes.Controller : CollectionIndexes.Owner, ownerUid).Select(item => Wrap(kind, item));

    public override IEnumerable<ResourceObject> OnNode(string nodeName) =>
        state.ByIndex(CollectionIndexes.Node, nodeName).Select(item => Wrap(kind, item));

    public override IEnumerable<ResourceObject> WaitingFor(string schedulerName) =>
        state.ByIndex(CollectionIndexes.Waiting, schedulerName).Select(item => Wrap(kind, item));

    public static StoredResource Wrap(ResourceKind kind, StoredObject item) => ObjectFacts.Of(item).As(kind, item);
}
