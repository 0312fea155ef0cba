using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.GarbageCollection;

/// <summary>An owner as a reference names it. Its text is the collector's key: with kind and name in it, the owner is found by one read.</summary>
/// <param name="ApiVersion">Its apiVersion.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">The namespace of what it owns, or its own; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
internal sealed record OwnerKey(string ApiVersion, string Kind, string Namespace, string Name, string Uid)
{
    /// <summary>No part but the name, which comes last, may have it.</summary>
    private const char Separator = '|';

    private const int Parts = 5;

    /// <summary>Its group, whatever the version.</summary>
    public string Group => ApiVersion.Split('/') is [var group, _] ? group : "";

    public static OwnerKey Of(ResourceObject owner) => new(owner.Kind.ApiVersion, owner.Kind.Kind, owner.Name.Namespace, owner.Name.Name, owner.Uid);

    /// <summary>The owners that an object names.</summary>
    public static IEnumerable<OwnerKey> OwnersOf(ResourceObject dependent) =>
        dependent.Owners.Select(owner => Of(owner, dependent.Name.Namespace));

    /// <param name="owner">An owner reference.</param>
    /// <param name="namespace">The namespace of the object that holds it.</param>
    public static OwnerKey Of(ObjectOwner owner, string @namespace) => new(owner.ApiVersion, owner.Kind, @namespace, owner.Name, owner.Uid);

    /// <exception cref="FormatException">The text is none.</exception>
    public static OwnerKey Parse(string text) => text.Split(Separator, Parts) is { Length: Parts } parts
        ? new OwnerKey(parts[0], parts[1], parts[2], parts[4], parts[3])
        : throw new FormatException($"\"{text}\" names no owner.");

    /// <summary>Where the owner is looked for.</summary>
    public ObjectName NameIn(ResourceKind kind) => new(kind.Namespaced ? Namespace : "", Name);

    public override string ToString() => string.Join(Separator, ApiVersion, Kind, Namespace, Uid, Name);
}
