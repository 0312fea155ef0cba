namespace CloudOrchestrator.Resources.Kinds;

/// <summary>The table of kinds: routes, discovery, OpenAPI and the write path all read it.</summary>
public sealed class KindTable(IReadOnlyList<ResourceKind> kinds)
{
    /// <summary>The table of the built-in kinds.</summary>
    public static KindTable BuiltIn { get; } = new(BuiltInKinds.All);

    /// <summary>Every kind served, in order of discovery.</summary>
    public IReadOnlyList<ResourceKind> All { get; } = kinds;

    /// <summary>The kind behind a path, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) =>
        All.FirstOrDefault(kind => kind.Plural == plural && kind.Version == version && kind.Group == group);

    /// <summary>The kind of an object, or null.</summary>
    public ResourceKind? FindKind(string apiVersion, string kindName) =>
        All.FirstOrDefault(kind => kind.Kind == kindName && kind.ApiVersion == apiVersion);
}
