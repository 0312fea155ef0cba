using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>The faults of a document that a strategic patch made: Kubernetes does not decode such a one, but converts it value by value, and has words of its own for that.</summary>
public sealed class ConversionFaults : Collection<string>
{
    /// <summary>That a field cannot hold a value.</summary>
    internal static string Of(JsonNode value, FieldSchema field)
    {
        var found = DecodeFaults.Found(value);
        return field.Kind switch
        {
            _ when field.Type is not null => $"cannot restore struct from: {KindOf(value)}",
            ValueKind.Quantity => Quantity.Fault(value.Text()),
            ValueKind.Time or ValueKind.MicroTime when value.Text() is { } text => GoTime.Read(text, field.Kind == ValueKind.MicroTime, out _)!,
            ValueKind.Time or ValueKind.MicroTime or ValueKind.Duration => $"json: cannot unmarshal {found} into Go value of type string",
            ValueKind.IntOrString => $"json: cannot unmarshal {(found == "number" ? $"number {value.ToJsonString()}" : found)} into Go value of type int32",
            ValueKind.Bytes when value.Text() is { } text => $"error decoding from json: {GoBase64.Fault(text)}",
            ValueKind.Bytes => $"cannot restore slice from {KindOf(value)}",
            ValueKind.String when value.Integer() is not null => "cannot convert int64 to string",
            ValueKind.Int32 or ValueKind.Int64 when found == "number" => $"cannot convert {KindOf(value)} to {DecodeFaults.GoName(field)}",
            _ => $"unrecognized type: {DecodeFaults.GoName(field)}",
        };
    }

    /// <summary>That a field that holds a list or a map has something else.</summary>
    internal static string OfSeveral(JsonNode value, FieldSchema field) => $"cannot restore {(field.Repeated ? "slice" : "map")} from {KindOf(value)}";

    /// <summary>The kind of a value as Go's reflection names it.</summary>
    private static string KindOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "map",
        JsonValueKind.Array => "slice",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.Integer() is null ? "float64" : "int64",
        _ => "bool",
    };
}
