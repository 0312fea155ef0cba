using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads JSON bodies. Of a field given twice the last one counts, as in Go, and strict decoding objects.</summary>
public static class JsonDecoder
{
    /// <summary>Deepest nesting of a body.</summary>
    private const int DepthMax = 256;

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
                return new DecodeOutcome.Malformed("couldn't get version/kind; json parse error: the body is not a JSON object");
            }

            var errors = new List<string>();
            var document = ReadObject(ref reader, errors, new FieldPath(null, null, -1));
            if (reader.Read())
            {
                return new DecodeOutcome.Malformed("json parse error: data after the top-level object");
            }

            if (schema is not null)
            {
                UnknownFields.Find(document, schema, errors);
            }

            return new DecodeOutcome.Decoded(document, errors);
        }
        catch (JsonException fault)
        {
            return new DecodeOutcome.Malformed($"json parse error: {fault.Message}");
        }
        catch (InvalidOperationException fault)
        {
            // A string that is not valid UTF-16 or UTF-8 once its escapes are undone.
            return new DecodeOutcome.Malformed($"json parse error: {fault.Message}");
        }
    }

    /// <summary>Decodes one JSON array.</summary>
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
                return (null, "json parse error: the body is not a JSON array");
            }

            var array = ReadArray(ref reader, errors, new FieldPath(null, null, -1));
            return reader.Read() ? (null, "json parse error: data after the top-level array") : (array, "");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, $"json parse error: {fault.Message}");
        }
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader, List<string> errors, FieldPath path)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var member = new FieldPath(path, name, -1);
            var value = ReadValue(ref reader, errors, member);
            if (!result.TryAdd(name, value))
            {
                result[name] = value;
                StrictErrors.AddDuplicate(errors, member);
            }
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, List<string> errors, FieldPath path)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            result.Add(ReadValue(ref reader, errors, new FieldPath(path, null, result.Count)));
        }

        return result;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, List<string> errors, FieldPath path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, errors, path),
        JsonTokenType.StartArray => ReadArray(ref reader, errors, path),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Null => null,
        _ when reader.TryGetInt64(out var integer) => JsonValue.Create(integer),
        _ => Number(ref reader),
    };

    private static JsonValue Number(ref Utf8JsonReader reader)
    {
        var number = reader.GetDouble();
        return double.IsFinite(number) ? JsonValue.Create(number) : throw new JsonException("a number is out of range");
    }
}
