using System.Globalization;
using System.Text.Json;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Writes canonical JSON documents in Kubernetes' protobuf form by the table of fields, in one pass and without a tree in between.</summary>
/// <remarks>A field of an inlined type is written as a message of that type with this field alone: readers of protobuf join the parts of a message.</remarks>
public static class ProtobufEncoder
{
    /// <summary>Writes the message of a document.</summary>
    /// <param name="json">A JSON object in canonical form. What its type does not have is left out.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">A value is not of its field's kind.</exception>
    public static void Encode(ReadOnlySpan<byte> json, TypeSchema schema, WireWriter output)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonDocuments.DepthMax });
        reader.Read();
        WriteObject(ref reader, json, schema, output);
    }

    /// <summary>Begins a body: magic, apiVersion and kind. What is written until the end of what this starts is the object.</summary>
    /// <returns>What <see cref="WireWriter.End"/> is to be given after the object.</returns>
    public static int StartBody(WireWriter output, string apiVersion, string kind)
    {
        output.Append(ProtobufDecoder.Magic);
        var type = output.Start(1);
        output.Text(1, apiVersion);
        output.Text(2, kind);
        output.End(type);
        return output.Start(2);
    }

    private static void WriteObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, TypeSchema schema, WireWriter output)
    {
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = schema.FindFrom(ref reader, ref next);
            reader.Read();
            if (field is null || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
            }
            else
            {
                WriteMember(ref reader, json, schema, field, output);
            }
        }
    }

    private static void WriteMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, TypeSchema owner, FieldSchema field, WireWriter output)
    {
        if (owner.InlinedBy(field) is { } inlined)
        {
            var start = output.Start(inlined.Number);
            WriteMember(ref reader, json, inlined.Type!, field, output);
            output.End(start);
        }
        else if (field.Number == 0)
        {
            reader.Skip();
        }
        else if (field.Map)
        {
            WriteMap(ref reader, json, field, output);
        }
        else if (field.Repeated)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                WriteValue(ref reader, json, field.Number, field, output);
            }
        }
        else
        {
            WriteValue(ref reader, json, field.Number, field, output);
        }
    }

    private static void WriteMap(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, FieldSchema field, WireWriter output)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var entry = output.Start(field.Number);
            WriteText(ref reader, 1, output);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                WriteValue(ref reader, json, 2, field, output);
            }

            output.End(entry);
        }
    }

    private static void WriteValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int number, FieldSchema field, WireWriter output)
    {
        switch (field.Kind)
        {
            case ValueKind.String:
                WriteText(ref reader, number, output);
                return;
            case ValueKind.Int32 or ValueKind.Int64:
                output.Number(number, reader.GetInt64());
                return;
            case ValueKind.Bool:
                output.Number(number, reader.GetBoolean() ? 1 : 0);
                return;
            case ValueKind.Double:
                output.Double(number, reader.GetDouble());
                return;
            case ValueKind.Bytes:
                output.Bytes(number, reader.GetBytesFromBase64());
                return;
        }

        var message = output.Start(number);
        switch (field.Kind)
        {
            case ValueKind.Quantity:
                WriteText(ref reader, 1, output);
                break;
            case ValueKind.IntOrString:
                WriteIntOrString(ref reader, output);
                break;
            case ValueKind.Time or ValueKind.MicroTime:
                WriteTime(reader.GetString()!, output);
                break;
            case ValueKind.Duration:
                const int nanosecondsPerTick = 100;
                output.Number(1, (GoDuration.TryParse(reader.GetString()!, out var span) ? span : TimeSpan.Zero).Ticks * nanosecondsPerTick);
                break;
            case ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings:
                WriteUnion(ref reader, json, field, output);
                break;
            case ValueKind.Raw or ValueKind.Json:
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                output.Bytes(1, json[from..(int)reader.BytesConsumed]);
                break;
            default:
                WriteInner(ref reader, json, field.Type!, output);
                break;
        }

        output.End(message);
    }

    /// <summary>A type whose only field is the list <c>items</c> stands for that list in JSON.</summary>
    private static void WriteInner(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, TypeSchema type, WireWriter output)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            WriteObject(ref reader, json, type, output);
            return;
        }

        var items = type.Fields["items"];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            WriteValue(ref reader, json, items.Number, items, output);
        }
    }

    /// <summary>A schema, or what stands in its place.</summary>
    private static void WriteUnion(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, FieldSchema field, WireWriter output)
    {
        var (schema, other) = field.Kind == ValueKind.SchemaOrBool ? (2, 1) : (1, 2);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (field.Kind == ValueKind.SchemaOrBool)
            {
                output.Number(other, 1);
            }

            WriteSchema(ref reader, json, schema, field, output);
        }
        else if (reader.TokenType != JsonTokenType.StartArray)
        {
            output.Number(other, reader.TokenType == JsonTokenType.True ? 1 : 0);
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    WriteText(ref reader, other, output);
                }
                else
                {
                    WriteSchema(ref reader, json, other, field, output);
                }
            }
        }
    }

    private static void WriteSchema(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int number, FieldSchema field, WireWriter output)
    {
        var start = output.Start(number);
        WriteObject(ref reader, json, field.Type!, output);
        output.End(start);
    }

    private static void WriteIntOrString(ref Utf8JsonReader reader, WireWriter output)
    {
        const int stringType = 1;
        if (reader.TokenType == JsonTokenType.String)
        {
            output.Number(1, stringType);
            WriteText(ref reader, 3, output);
        }
        else
        {
            output.Number(1, 0);
            output.Number(2, reader.GetInt64());
        }
    }

    private static void WriteTime(string text, WireWriter output)
    {
        const int nanosecondsPerTick = 100;
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var seconds = time.ToUnixTimeSeconds();
        output.Number(1, seconds);
        output.Number(2, (time - DateTimeOffset.FromUnixTimeSeconds(seconds)).Ticks * nanosecondsPerTick);
    }

    private static void WriteText(ref Utf8JsonReader reader, int number, WireWriter output)
    {
        if (!reader.ValueIsEscaped)
        {
            output.Bytes(number, reader.ValueSpan);
            return;
        }

        // Escapes are never shorter than what they stand for.
        var start = output.Start(number);
        output.Advance(reader.CopyString(output.Space(reader.ValueSpan.Length)));
        output.End(start);
    }
}
