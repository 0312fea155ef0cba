using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>A version in which the objects of a collection are served, and in which managers named their fields.</summary>
/// <param name="Kind">The kind as it is in that version.</param>
internal sealed record KindVersion(ResourceKind Kind)
{
    /// <summary>The version of entries that say it; null for one that is not served.</summary>
    /// <param name="kind">The kind that is stored.</param>
    /// <param name="apiVersion">Group and version. Those of a custom kind differ in nothing but their names.</param>
    public static KindVersion? Find(ResourceKind kind, string apiVersion) =>
        kind.Definition is not null || kind.ApiVersion == apiVersion ? new KindVersion(kind)
        : KindTable.BuiltIn.All.FirstOrDefault(other => other.Collection == kind.Collection && other.ApiVersion == apiVersion) is { } found ? new KindVersion(found)
        : null;

    /// <summary>A stored document as this version has it.</summary>
    public JsonObject View(JsonObject stored) => Kind.Conversion?.FromStored(stored) ?? stored;

    /// <summary>A document of another version as this one has it.</summary>
    public JsonObject View(JsonObject document, KindVersion version) =>
        version.Kind.ApiVersion == Kind.ApiVersion ? document : View(version.Kind.Conversion?.ToStored(document) ?? document);
}
