namespace CloudOrchestrator.Resources.Reading;

/// <summary>The objects of one collection at exactly one revision. Immutable.</summary>
public abstract class ResourceState
{
    /// <summary>The revision that this state is.</summary>
    public abstract long Revision { get; }

    /// <summary>Why this state does not serve a reader that has seen a revision; null where it does, and for null.</summary>
    public abstract Refusal? Before(long? seen);

    /// <summary>The object of this name, or null.</summary>
    public abstract ResourceObject? Find(ObjectName name);

    /// <summary>All objects, or those of one namespace, in name order.</summary>
    public abstract IEnumerable<ResourceObject> All(string? @namespace = null);

    /// <summary>The objects whose controller owner reference (or, with <paramref name="controllerOnly"/> false, any owner reference) has this uid.</summary>
    public abstract IEnumerable<ResourceObject> OwnedBy(string ownerUid, bool controllerOnly = true);

    /// <summary>Pods by <c>spec.nodeName</c>, which is not empty.</summary>
    public abstract IEnumerable<ResourceObject> OnNode(string nodeName);

    /// <summary>Pods without a node, by <c>spec.schedulerName</c>.</summary>
    public abstract IEnumerable<ResourceObject> WaitingFor(string schedulerName);
}
