using System.Collections.Frozen;
using System.Text.Json;
using CloudOrchestrator.Resources.CustomResources;

namespace CloudOrchestrator.Resources.Schema;

/// <summary>The schema of one type of the API, such as PodSpec.</summary>
/// <param name="name">The full name, such as <c>k8s.io.api.core.v1.PodSpec</c>.</param>
public sealed class TypeSchema(string name)
{
    // Of most types nobody asks, so that these are made for those of which somebody does; at once by two threads at worst.
    private FrozenDictionary<string, FieldSchema>? _fields;
    private FrozenDictionary<string, int>? _positions;
    private FrozenDictionary<int, FieldSchema>? _wireFields;
    private FieldSchema[]? _written;
    private int[]? _nulled;
    private FieldSchema[] _own = [];
    private FrozenDictionary<FieldSchema, FieldSchema> _inlined = FrozenDictionary<FieldSchema, FieldSchema>.Empty;
    private bool? _isApiObject;

    /// <summary>The full name, such as <c>k8s.io.api.core.v1.PodSpec</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The name without its package, such as <c>PodSpec</c>.</summary>
    public string ShortName { get; } = name[(name.LastIndexOf('.') + 1)..];

    /// <summary>The name with its group and version, such as <c>core.v1.PodSpec</c>: short names are not one group's alone.</summary>
    public string GroupedName { get; } = string.Join('.', name.Split('.')[^3..]);

    /// <summary>The fields by JSON name; those of inlined types among them.</summary>
    public IReadOnlyDictionary<string, FieldSchema> Fields => ByName;

    /// <summary>The field by which a type is inlined that this field belongs to; null for a field of the type itself.</summary>
    public FieldSchema? InlinedBy(FieldSchema field) => _inlined.GetValueOrDefault(field);

    /// <summary>The field of the name that a reader stands at, or null.</summary>
    /// <param name="reader">Stands at a property name.</param>
    /// <param name="next">Where the last one was found: canonical documents hold their fields in order, so that it is mostly the next.</param>
    public FieldSchema? FindFrom(ref Utf8JsonReader reader, ref int next)
    {
        for (var tries = 0; tries < Ordered.Count; tries++)
        {
            var field = Ordered[next];
            next = next + 1 < Ordered.Count ? next + 1 : 0;
            if (reader.ValueTextEquals(field.Utf8Name))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The fields in the order in which canonical documents hold them.</summary>
    public IReadOnlyList<FieldSchema> Ordered { get; private set; } = [];

    /// <summary>Where the field of a name is among <see cref="Ordered"/>; null for none.</summary>
    public int? PositionOf(string name) =>
        (_positions ??= Ordered.Index().ToFrozenDictionary(one => one.Item.JsonName, one => one.Index)).TryGetValue(name, out var position) ? position : null;

    /// <summary>Those of the fields that are written even when they are empty.</summary>
    public ReadOnlySpan<FieldSchema> Written => _written ??= Ordered.Where(one => one.Written).ToArray();

    /// <summary>Where those are among <see cref="Ordered"/> that are written as null where there is nothing: lists, maps and times that are always written.</summary>
    public ReadOnlySpan<int> Nulled => _nulled ??= Ordered.Where(one => one.IsNulled).Select(one => PositionOf(one.JsonName)!.Value).ToArray();

    /// <summary>The fields by protobuf number; an inlined type under its own number.</summary>
    public IReadOnlyDictionary<int, FieldSchema> WireFields => _wireFields ??= _own.Where(one => one.Number > 0).ToFrozenDictionary(one => one.Number);

    /// <summary>Whether objects of the type change as a whole.</summary>
    public bool IsAtomic { get; internal set; }

    /// <summary>Whether it is an API object with apiVersion and kind of its own. Templates have metadata, but neither of these.</summary>
    public bool IsApiObject => _isApiObject ??= ByName.TryGetValue("metadata", out var metadata) && metadata.Type?.ShortName is "ObjectMeta" or "ListMeta" && !IsTemplate;

    private bool IsTemplate => Name.StartsWith("k8s.io.api.", StringComparison.Ordinal)
        && ShortName is "PodTemplateSpec" or "JobTemplateSpec" or "PersistentVolumeClaimTemplate" or "ResourceClaimTemplateSpec";

    /// <summary>The structure of a custom resource's documents, of which this is a simpler view; null for the types of the table.</summary>
    public Structure? Structure { get; internal init; }

    /// <summary>Whether objects keep members that it has no fields for, as those of custom resources may.</summary>
    public bool KeepsUnknown { get; internal init; }

    /// <summary>The field of this name; of a member that is kept though nothing is known of it, one whose owners are told by what it is. Null for none.</summary>
    public FieldSchema? FieldOf(string member) =>
        ByName.GetValueOrDefault(member) ?? (KeepsUnknown ? new FieldSchema { JsonName = member, Number = 0, Kind = ValueKind.Json, IsPointer = true, IsDeduced = true } : null);

    private FrozenDictionary<string, FieldSchema> ByName => _fields ??= Ordered.ToFrozenDictionary(one => one.JsonName);

    internal void Complete(IEnumerable<FieldSchema> own)
    {
        _own = [.. own];
        Arrange([.. _own.Where(field => !field.Inline)]);
    }

    /// <summary>Adds the inlined types' fields, once all types are complete.</summary>
    internal void Flatten()
    {
        foreach (var inlined in _own.Where(field => field is { Inline: true, Number: > 0 }).OrderBy(field => field.Number))
        {
            inlined.Type!.Flatten();
            var added = inlined.Type.Ordered.Where(field => !ByName.ContainsKey(field.JsonName)).ToList();
            _inlined = _inlined.Concat(added.Select(field => KeyValuePair.Create(field, inlined))).ToFrozenDictionary();
            Arrange([.. Ordered, .. added]);
        }
    }

    private void Arrange(FieldSchema[] fields)
    {
        Ordered = fields;
        (_fields, _positions, _written, _nulled) = (null, null, null, null);
    }
}
