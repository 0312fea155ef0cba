using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What Go says of values that its types cannot hold.</summary>
public static class DecodeFaults
{
    /// <summary>That a field cannot hold a value.</summary>
    internal static string Of(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at) => field.Kind switch
    {
        ValueKind.Quantity => Quantity.Fault(value.Text()),
        ValueKind.Bytes when value.Text() is { } text => GoBase64.Fault(text),
        ValueKind.Time or ValueKind.MicroTime when value.Text() is { } text => GoTime.Read(text, field.Kind == ValueKind.MicroTime, out _)!,
        _ => WrongType(value, GoName(field), owner, at),
    };

    /// <summary>That a field that holds a list or a map has something else.</summary>
    internal static string OfSeveral(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at) =>
        WrongType(value, (field.Repeated ? "[]" : "map[string]") + GoName(field), owner, at);

    /// <summary>That a value is of another type than wanted.</summary>
    internal static string WrongType(JsonNode value, string wanted, TypeSchema owner, PathStep at)
    {
        var found = Found(value);
        found = found == "number" && wanted is ("int32" or "int64") ? $"number {value.ToJsonString()}" : found;
        return $"json: cannot unmarshal {found} into Go struct field {owner.ShortName}.{at.ToPath().Fields()} of type {wanted}";
    }

    /// <summary>The kind of a value as Go names it; null is <c>null</c>.</summary>
    public static string Found(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Number => "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    /// <summary>The type of a field's values.</summary>
    internal static string GoName(FieldSchema field) => field switch
    {
        { Type: { } type } => string.Join('.', type.Name.Split('.')[^2..]),
        { Kind: ValueKind.Int32 or ValueKind.IntOrString } => "int32",
        { Kind: ValueKind.Int64 } => "int64",
        { Kind: ValueKind.Double } => "float64",
        { Kind: ValueKind.Bool } => "bool",
        { Kind: ValueKind.Bytes } => "[]uint8",
        { Kind: ValueKind.Quantity } => "resource.Quantity",
        _ => "string",
    };
}
