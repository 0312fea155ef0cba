using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>The table of kinds: routes, discovery, OpenAPI and the write path all read it. Immutable: as definitions come and go there are further tables.</summary>
public sealed class KindTable(IReadOnlyList<ResourceKind> kinds)
{
    /// <summary>How many kinds that are gone are remembered.</summary>
    internal const int GoneMax = 100;

    /// <summary>The table of the built-in kinds.</summary>
    public static KindTable BuiltIn { get; } = new(BuiltInKinds.All);

    /// <summary>Every kind served whose objects are kept, in order of discovery.</summary>
    public IReadOnlyList<ResourceKind> All { get; } = kinds;

    /// <summary>The kinds served whose objects are made up when they are asked for.</summary>
    public static IReadOnlyList<ResourceKind> Reported { get; } = [CoreKinds.ComponentStatuses];

    /// <summary>The kinds served of which there are no objects, since creating one is done to another kind's object.</summary>
    public static IReadOnlyList<ResourceKind> StandIns { get; } = [CoreKinds.Bindings];

    /// <summary>Every kind served.</summary>
    public IEnumerable<ResourceKind> Served => All.Concat(Reported).Concat(StandIns);

    /// <summary>Whether the custom kinds have been read, so that those there were then are in the table.</summary>
    public bool KnowsCustom { get; internal init; }

    /// <summary>Custom kinds that this process has served and whose definitions are gone, the last ones first.</summary>
    public IReadOnlyList<ResourceKind> Gone { get; internal init; } = [];

    /// <summary>The kind behind a path, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) => Find(All, group, version, plural) ?? Find(Reported, group, version, plural) ?? Find(StandIns, group, version, plural);

    /// <summary>The kind of an object that can be written, or null.</summary>
    public ResourceKind? FindKind(string apiVersion, string kindName) =>
        All.FirstOrDefault(kind => kind.Kind == kindName && kind.ApiVersion == apiVersion);

    private static ResourceKind? Find(IReadOnlyList<ResourceKind> kinds, string group, string version, string plural) =>
        kinds.FirstOrDefault(kind => kind.Plural == plural && kind.Version == version && kind.Group == group);
}
