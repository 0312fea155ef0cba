using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>How a value is owned and merged: as a whole, or by its members.</summary>
/// <param name="Form">By what it is divided.</param>
/// <param name="Field">The field that holds it; null for a whole document.</param>
/// <param name="Type">The type of a struct; null for other forms.</param>
internal readonly record struct FieldShape(FieldForm Form, FieldSchema? Field, TypeSchema? Type)
{
    /// <summary>The shape of a whole document.</summary>
    public static FieldShape Of(TypeSchema document) => new(FieldForm.Struct, null, document);

    /// <summary>The shape of a field.</summary>
    public static FieldShape Of(FieldSchema field) =>
        field.IsAtomic ? new(FieldForm.Leaf, field, null)
        : field.Map ? new(FieldForm.Map, field, null)
        : field.ListMapKeys.Count > 0 ? new(FieldForm.ListMap, field, null)
        : field.IsSet ? new(FieldForm.Set, field, null)
        : field.Repeated ? new(FieldForm.Leaf, field, null)
        : OfOne(field);

    /// <summary>The shape of one element of a list, or of one value of a map.</summary>
    public FieldShape Element => Form == FieldForm.Set ? new(FieldForm.Leaf, Field, null)
        : Field!.Inner is { } inner ? Of(inner)
        : OfOne(Field);

    /// <summary>The shape of a member of a struct or map; null for a field that the type does not have.</summary>
    public FieldShape? Member(string name) =>
        Form == FieldForm.Map ? Element
        : Type?.FieldOf(name) is { } field ? Of(field)
        : null;

    /// <summary>The shape to treat a value by: what is not of the form expected is a leaf, and so is nothing against nothing.</summary>
    public FieldForm For(JsonNode? left, JsonNode? right) =>
        Fits(left) && Fits(right) && (Count(left) > 0 || Count(right) > 0) ? Form : FieldForm.Leaf;

    private static FieldShape OfOne(FieldSchema field) =>
        field.IsDeduced ? new(FieldForm.Map, field, null)
        : field is { Kind: ValueKind.Object, Type: { IsAtomic: false } type } ? new(FieldForm.Struct, field, type) : new(FieldForm.Leaf, field, null);

    private bool Fits(JsonNode? value) => value switch
    {
        null => true,
        JsonObject => Form is FieldForm.Struct or FieldForm.Map,
        JsonArray => Form is FieldForm.ListMap or FieldForm.Set,
        _ => false,
    };

    private static int Count(JsonNode? value) => value switch
    {
        JsonObject members => members.Count,
        JsonArray elements => elements.Count,
        _ => 0,
    };
}

/// <summary>By what a value is divided among its owners.</summary>
internal enum FieldForm
{
    /// <summary>By nothing: a scalar, or a list, map or struct that changes as a whole.</summary>
    Leaf,

    /// <summary>By the fields of its type.</summary>
    Struct,

    /// <summary>By its keys.</summary>
    Map,

    /// <summary>By its elements, each told by its keys.</summary>
    ListMap,

    /// <summary>By its values.</summary>
    Set,
}
