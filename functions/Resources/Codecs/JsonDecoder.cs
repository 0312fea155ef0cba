using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads JSON bodies. Of a field given twice the last one counts, as in Go, and strict decoding objects.</summary>
public static class JsonDecoder
{
    /// <summary>Deepest nesting of a body.</summary>
    private const int DepthMax = 256;

    private const string TooDeep = "exceeded max depth";

    /// <summary>Decodes one JSON object.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="schema">Its type, against which unknown fields are found; null for any object.</param>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> utf8, TypeSchema? schema)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return GoJson.Fault(utf8) is { } no ? new DecodeOutcome.Malformed(no) : DecodeOutcome.Malformed.Other(Found(reader.TokenType));
            }

            var errors = new List<string>();
            var document = ReadObject(ref reader, new Notes(errors, null), new FieldPath(null, null, -1));
            if (reader.Read())
            {
                throw new JsonException("there is more than one value");
            }

            if (schema is not null)
            {
                UnknownFields.Find(document, schema, errors);
            }

            return new DecodeOutcome.Decoded(document, errors);
        }
        catch (JsonException fault)
        {
            return new DecodeOutcome.Malformed(Told(fault, utf8));
        }
    }

    /// <summary>Decodes one JSON array; null is one without elements.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="errors">Gets what strict decoding objects to: fields given twice.</param>
    /// <returns>The array, or null and what is wrong.</returns>
    public static (JsonArray? Array, string Fault) DecodeArray(ReadOnlySpan<byte> utf8, List<string> errors)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return GoJson.Fault(utf8) is { } no ? (null, no)
                    : reader.TokenType == JsonTokenType.Null ? ([], "")
                    : (null, $"json: cannot unmarshal {Found(reader.TokenType)} into Go value of type []interface {{}}");
            }

            var array = ReadArray(ref reader, new Notes(errors, null), new FieldPath(null, null, -1));
            return reader.Read() ? throw new JsonException("there is more than one value") : (array, "");
        }
        catch (JsonException fault)
        {
            return (null, Told(fault, utf8));
        }
    }

    /// <summary>Decodes JSON values, one after the other, of any kind.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="lines">Gets the lines of the values.</param>
    public static LocatedOutcome Locate(ReadOnlySpan<byte> utf8, DocumentLines lines)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax, AllowMultipleValues = true });
            var places = new ByteLines(utf8, lines);
            var values = new List<LocatedValue>();
            while (reader.Read())
            {
                var at = reader.TokenStartIndex;
                var errors = new List<string>();
                var value = ReadValue(ref reader, new Notes(errors, places), null, null, -1);
                places.Set(value, at);
                values.Add(new LocatedValue(value, errors));
            }

            return new LocatedOutcome.Read(values);
        }
        catch (JsonException fault)
        {
            var place = fault.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
            return new LocatedOutcome.Malformed(place < 0 ? fault.Message : fault.Message[..place], (int)(fault.LineNumber + 1 ?? 0));
        }
    }

    /// <summary>What Go says of a body; what the platform's reader alone refuses is nested deeper than it goes, though not too deep for Go.</summary>
    private static string Told(JsonException fault, ReadOnlySpan<byte> utf8) => GoJson.Fault(utf8) ?? (fault.LineNumber is null ? fault.Message : TooDeep);

    /// <summary>The kind of the value that begins there, as Go names it.</summary>
    private static string Found(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "bool",
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, Notes notes, FieldPath path)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = SharedText.Of(ref reader) ?? GoString.Read(ref reader);
            var at = reader.TokenStartIndex;
            reader.Read();
            var value = ReadValue(ref reader, notes, path, name, -1);
            notes.Lines?.Set(value, at);
            if (!result.TryAdd(name, value))
            {
                result[name] = value;
                StrictErrors.AddDuplicate(notes.Errors, new FieldPath(path, name, -1));
            }
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, Notes notes, FieldPath path)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var at = reader.TokenStartIndex;
            var value = ReadValue(ref reader, notes, path, null, result.Count);
            notes.Lines?.Set(value, at);
            result.Add(value);
        }

        return result;
    }

    /// <summary>Reads the value at a step below a path; only what has members or elements needs a path of its own.</summary>
    private static JsonNode? ReadValue(ref Utf8JsonReader reader, Notes notes, FieldPath? path, string? name, int index) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, notes, new FieldPath(path, name, index)),
        JsonTokenType.StartArray => ReadArray(ref reader, notes, new FieldPath(path, name, index)),
        JsonTokenType.String => JsonValue.Create(GoString.Read(ref reader)),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Null => null,
        _ when reader.TryGetInt64(out var integer) => JsonValue.Create(integer),
        _ => Number(ref reader),
    };

    private static JsonValue Number(ref Utf8JsonReader reader)
    {
        if (!double.IsFinite(reader.GetDouble()))
        {
            throw new JsonException($"json: cannot unmarshal number {Encoding.ASCII.GetString(reader.ValueSpan)} into Go value of type float64");
        }

        // With the text that it was sent as: documents within documents are kept as they are.
        return JsonValue.Create(JsonElement.ParseValue(ref reader))!;
    }

    /// <summary>What is noted while reading.</summary>
    /// <param name="Errors">Gets what strict decoding objects to.</param>
    /// <param name="Lines">Gets the places of values; null where they are of no interest.</param>
    private sealed record Notes(List<string> Errors, ByteLines? Lines);
}
