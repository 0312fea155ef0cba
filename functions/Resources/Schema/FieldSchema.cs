using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Writing.ManagedFields;

namespace CloudOrchestrator.Resources.Schema;

/// <summary>The schema of one field.</summary>
public sealed class FieldSchema
{
    private byte[]? _utf8Name;
    private string? _pathElement;
    private (string Name, string Text)[]? _keyTexts;

    /// <summary>Name in JSON.</summary>
    public required string JsonName { get; init; }

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8Name => _utf8Name ??= Encoding.UTF8.GetBytes(JsonName);

    /// <summary>The field as an element of a path in FieldsV1.</summary>
    internal string PathElement => _pathElement ??= PathElements.Field(JsonName);

    /// <summary>The keys of a list map as elements of paths in FieldsV1 hold them: in ordinal order, each with its name as JSON and a colon.</summary>
    internal (string Name, string Text)[] KeyTexts =>
        _keyTexts ??= [.. ListMapKeys.Order(StringComparer.Ordinal).Select(name => (name, GoText.Json(name) + ":"))];

    /// <summary>Number in protobuf; 0 for a field that has none.</summary>
    public required int Number { get; init; }

    /// <summary>What the field, or each element of a list or map, holds.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>The type of an object; null for other kinds.</summary>
    public TypeSchema? Type { get; internal set; }

    /// <summary>What each value of a map is, where it is a list or a map itself; null where it is none.</summary>
    public FieldSchema? Inner { get; init; }

    /// <summary>Whether it is a list.</summary>
    public bool Repeated { get; init; }

    /// <summary>Whether it is a map with string keys.</summary>
    public bool Map { get; init; }

    /// <summary>Whether the Go types write it even when it is empty.</summary>
    public bool Written { get; init; }

    /// <summary>Whether the Go types write null where there is nothing: what is always written, and has no other value for that.</summary>
    public bool IsNulled => Written && (Repeated || Map || Kind is ValueKind.Time or ValueKind.MicroTime);

    /// <summary>Whether Kubernetes' published API says that it must be given. Not all that is written must be, nor is all written that must be.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the Go types hold it as a pointer, so that a zero given is a zero kept.</summary>
    public bool IsPointer { get; init; }

    /// <summary>Whether, in protobuf, the type's fields stand for this one's in JSON.</summary>
    public bool Inline { get; init; }

    /// <summary>The key by which a strategic merge patch merges a list of objects; null for none.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>Whether a strategic merge patch merges a list of scalars.</summary>
    public bool PatchMergeValues { get; init; }

    /// <summary>Whether a strategic merge patch keeps only the keys that the patch names.</summary>
    public bool RetainKeys { get; init; }

    /// <summary>Whether the list is a set of scalars.</summary>
    public bool IsSet { get; init; }

    /// <summary>The keys of a list map; empty for other lists.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>What keys of a list map are where an element leaves them out, such as the protocol of a port.</summary>
    public IReadOnlyDictionary<string, JsonNode> ListMapKeyDefaults { get; init; } = FrozenDictionary<string, JsonNode>.Empty;

    /// <summary>Whether nothing is known of what it holds, so that its owners are told by what it is: of objects the members, at any depth, all else as a whole.</summary>
    public bool IsDeduced { get; init; }

    /// <summary>Whether the map or object changes as a whole.</summary>
    public bool IsAtomic { get; init; }
}
