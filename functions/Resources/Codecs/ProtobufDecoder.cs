using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads bodies in Kubernetes' protobuf form by the table of fields: a four-byte magic, an envelope with apiVersion and kind, and the object.</summary>
public static class ProtobufDecoder
{
    /// <summary>The bytes that start every such body.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Decodes one body.</summary>
    /// <param name="body">The body with its magic.</param>
    /// <param name="schemaOf">The type of an apiVersion and kind, or null where there is none.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> body, Func<string, string, TypeSchema?> schemaOf)
    {
        if (!body.StartsWith(Magic))
        {
            return new DecodeOutcome.Malformed("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        try
        {
            var (apiVersion, kind, raw, encoding) = Envelope(body[Magic.Length..]);
            if (encoding.Length > 0)
            {
                return new DecodeOutcome.Malformed($"protobuf: content encoding {encoding} is not supported");
            }

            if (schemaOf(apiVersion, kind) is not { } schema)
            {
                return new DecodeOutcome.Malformed($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
            }

            var document = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
            ReadMessage(new WireReader(raw), schema, document, 0);
            return new DecodeOutcome.Decoded(document, []);
        }
        catch (WireException fault)
        {
            return new DecodeOutcome.Malformed($"protobuf: {fault.Message}");
        }
    }

    private static (string ApiVersion, string Kind, byte[] Raw, string Encoding) Envelope(ReadOnlySpan<byte> envelope)
    {
        var (apiVersion, kind, encoding) = ("", "", "");
        byte[] raw = [];
        var reader = new WireReader(envelope);
        while (reader.TryReadTag(out var number, out var wireType))
        {
            switch (number)
            {
                case 1:
                    var type = new WireReader(reader.ReadBytes(wireType));
                    while (type.TryReadTag(out var field, out var fieldType))
                    {
                        switch (field)
                        {
                            case 1:
                                apiVersion = Text(type.ReadBytes(fieldType));
                                break;
                            case 2:
                                kind = Text(type.ReadBytes(fieldType));
                                break;
                            default:
                                type.Skip(fieldType);
                                break;
                        }
                    }

                    break;
                case 2:
                    raw = reader.ReadBytes(wireType).ToArray();
                    break;
                case 3:
                    encoding = Text(reader.ReadBytes(wireType));
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        return (apiVersion, kind, raw, encoding);
    }

    private static void ReadMessage(WireReader reader, TypeSchema schema, JsonObject into, int depth)
    {
        if (depth > WireReader.DepthMax)
        {
            throw new WireException($"the message is nested deeper than {WireReader.DepthMax}");
        }

        while (reader.TryReadTag(out var number, out var wireType))
        {
            if (!schema.WireFields.TryGetValue(number, out var field))
            {
                reader.Skip(wireType);
            }
            else if (field.Inline)
            {
                ReadMessage(new WireReader(reader.ReadBytes(wireType)), field.Type!, into, depth + 1);
            }
            else if (field.Map)
            {
                ReadMapEntry(reader.ReadBytes(wireType), field, Member(into, field.JsonName, static () => new JsonObject()), depth);
            }
            else if (field.Repeated)
            {
                ReadRepeated(ref reader, wireType, field, Member(into, field.JsonName, static () => new JsonArray()), depth);
            }
            else
            {
                into[field.JsonName] = ReadValue(ref reader, wireType, field, depth);
            }
        }
    }

    private static void ReadRepeated(ref WireReader reader, int wireType, FieldSchema field, JsonArray into, int depth)
    {
        var isPacked = wireType == WireReader.LengthDelimited && field.Kind is ValueKind.Int32 or ValueKind.Int64 or ValueKind.Bool;
        if (!isPacked || wireType != WireReader.LengthDelimited)
        {
            into.Add(ReadValue(ref reader, wireType, field, depth));
            return;
        }

        var packed = new WireReader(reader.ReadBytes(wireType));
        while (!packed.AtEnd)
        {
            into.Add(ReadValue(ref packed, WireReader.VarintType, field, depth));
        }
    }

    private static void ReadMapEntry(ReadOnlySpan<byte> entry, FieldSchema field, JsonObject into, int depth)
    {
        var reader = new WireReader(entry);
        var key = "";
        JsonNode? value = null;
        var hasValue = false;
        while (reader.TryReadTag(out var number, out var wireType))
        {
            switch (number)
            {
                case 1:
                    key = Text(reader.ReadBytes(wireType));
                    break;
                case 2:
                    value = ReadValue(ref reader, wireType, field, depth);
                    hasValue = true;
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        into[key] = hasValue ? value : field.Kind is ValueKind.String or ValueKind.Bytes ? "" : null;
    }

    private static JsonNode? ReadValue(ref WireReader reader, int wireType, FieldSchema field, int depth) => field.Kind switch
    {
        ValueKind.String => Text(reader.ReadBytes(wireType)),
        ValueKind.Int32 => (int)reader.ReadVarint(wireType),
        ValueKind.Int64 => (long)reader.ReadVarint(wireType),
        ValueKind.Bool => reader.ReadVarint(wireType) != 0,
        ValueKind.Double => reader.ReadDouble(wireType),
        ValueKind.Bytes => Convert.ToBase64String(reader.ReadBytes(wireType)),
        ValueKind.Quantity => StringOf(reader.ReadBytes(wireType), 1),
        ValueKind.IntOrString => IntOrString(reader.ReadBytes(wireType)),
        ValueKind.Time => Time(reader.ReadBytes(wireType), "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ValueKind.MicroTime => Time(reader.ReadBytes(wireType), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        ValueKind.Duration => GoDuration.Format(TimeSpan.FromTicks((long)NumberOf(reader.ReadBytes(wireType), 1) / 100)),
        ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings =>
            SchemaUnions.Read(reader.ReadBytes(wireType), field.Kind, message => ReadObject(message, field.Type!, depth + 1)),
        ValueKind.Raw or ValueKind.Json => Raw(reader.ReadBytes(wireType)),
        _ => ReadObject(reader.ReadBytes(wireType), field.Type!, depth),
    };

    /// <summary>A type whose only field is the list <c>items</c> stands for that list in JSON.</summary>
    private static JsonNode? ReadObject(ReadOnlySpan<byte> message, TypeSchema type, int depth)
    {
        var value = new JsonObject();
        ReadMessage(new WireReader(message), type, value, depth + 1);
        if (type.Fields.Count == 1 && type.Fields.ContainsKey("items"))
        {
            var items = value["items"];
            value.Remove("items");
            return items;
        }

        return value;
    }

    private static T Member<T>(JsonObject owner, string name, Func<T> create)
        where T : JsonNode
    {
        if (owner[name] is T present)
        {
            return present;
        }

        var added = create();
        owner[name] = added;
        return added;
    }

    private static JsonNode IntOrString(ReadOnlySpan<byte> message)
    {
        const ulong stringType = 1;
        return NumberOf(message, 1) == stringType ? StringOf(message, 3) : (int)NumberOf(message, 2);
    }

    private static string? Time(ReadOnlySpan<byte> message, string format)
    {
        var seconds = (long)NumberOf(message, 1);
        var nanos = (int)NumberOf(message, 2);
        if (message.IsEmpty)
        {
            return null;
        }

        var ticks = Math.Clamp(seconds, -62_135_596_800, 253_402_300_799);
        return DateTimeOffset.FromUnixTimeSeconds(ticks).AddTicks(Math.Clamp(nanos, 0, 999_999_999) / 100).ToString(format, CultureInfo.InvariantCulture);
    }

    private static JsonNode? Raw(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        while (reader.TryReadTag(out var number, out var wireType))
        {
            if (number == 1)
            {
                var wrapped = "{\"raw\":"u8.ToArray().Concat(reader.ReadBytes(wireType).ToArray()).Concat("}"u8.ToArray()).ToArray();
                return JsonDecoder.Decode(wrapped, null) is DecodeOutcome.Decoded { Document: { Count: 1 } document }
                    ? document["raw"]?.DeepClone()
                    : throw new WireException("a raw extension is not JSON");
            }

            reader.Skip(wireType);
        }

        return null;
    }

    private static ulong NumberOf(ReadOnlySpan<byte> message, int wanted)
    {
        var reader = new WireReader(message);
        ulong found = 0;
        while (reader.TryReadTag(out var number, out var wireType))
        {
            if (number == wanted)
            {
                found = reader.ReadVarint(wireType);
            }
            else
            {
                reader.Skip(wireType);
            }
        }

        return found;
    }

    private static string StringOf(ReadOnlySpan<byte> message, int wanted)
    {
        var reader = new WireReader(message);
        var found = "";
        while (reader.TryReadTag(out var number, out var wireType))
        {
            if (number == wanted)
            {
                found = Text(reader.ReadBytes(wireType));
            }
            else
            {
                reader.Skip(wireType);
            }
        }

        return found;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
