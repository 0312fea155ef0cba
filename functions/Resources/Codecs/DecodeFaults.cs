using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What Go says of values that its types cannot hold.</summary>
internal static class DecodeFaults
{
    /// <summary>That a field cannot hold a value.</summary>
    public static string Of(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at) => field.Kind switch
    {
        ValueKind.Quantity => Quantity.Fault(value.Text()),
        ValueKind.Bytes when value.Text() is { } text => GoBase64.Fault(text),
        ValueKind.Time or ValueKind.MicroTime when value.Text() is { } text => GoTime.Read(text, field.Kind == ValueKind.MicroTime, out _)!,
        _ => WrongType(value, GoName(field), owner, at),
    };

    /// <summary>That a field that holds a list or a map has something else.</summary>
    public static string OfSeveral(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at) =>
        WrongType(value, (field.Repeated ? "[]" : "map[string]") + GoName(field), owner, at);

    /// <summary>That a value is of another type than wanted.</summary>
    public static string WrongType(JsonNode value, string wanted, TypeSchema owner, PathStep at)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number when wanted is "int32" or "int64" => $"number {value.ToJsonString()}",
            JsonValueKind.Number => "number",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        return $"json: cannot unmarshal {found} into Go struct field {owner.ShortName}.{at.ToPath().Fields()} of type {wanted}";
    }

    private static string GoName(FieldSchema field) => field switch
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
