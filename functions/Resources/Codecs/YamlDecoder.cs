using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads YAML bodies: one document of the part of YAML that JSON can hold.</summary>
public static class YamlDecoder
{
    /// <summary>Most values of a document with its aliases written out: a bound on bodies made of aliases of aliases.</summary>
    private const int NodesMax = 1_000_000;

    private const int DepthMax = 256;

    /// <summary>How many characters of an aliased text weigh as much as one more value.</summary>
    private const int CharactersPerValue = 16;

    /// <summary>Decodes one YAML document that holds an object.</summary>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> utf8, TypeSchema? schema)
    {
        switch (Locate(utf8, null))
        {
            case LocatedOutcome.Read([{ Value: JsonObject document, StrictErrors: var found }]):
                List<string> errors = [.. found];
                if (schema is not null)
                {
                    UnknownFields.Find(document, schema, errors);
                }

                return new DecodeOutcome.Decoded(document, errors);
            case LocatedOutcome.Malformed malformed:
                return new DecodeOutcome.Malformed($"yaml: {malformed.Told ?? malformed.Message}");
            case LocatedOutcome.Read([{ Value: var other }]):
                return DecodeOutcome.Malformed.Other(DecodeFaults.Found(other));
            default:
                return DecodeOutcome.Malformed.Other(DecodeFaults.Found(null));
        }
    }

    /// <summary>Decodes one YAML document that holds anything; of a text without any there is no value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="lines">Gets the lines of the values; null where they are of no interest.</param>
    public static LocatedOutcome Locate(ReadOnlySpan<byte> utf8, DocumentLines? lines)
    {
        Scanner? scanner = null;
        try
        {
            using var text = new StringReader(new UTF8Encoding(false, true).GetString(utf8));
            scanner = new Scanner(text);
            var reader = new Reading(new Parser(scanner), lines);
            return new LocatedOutcome.Read(reader.TryReadDocument(out var value) ? [new LocatedValue(value, reader.Errors)] : []);
        }
        catch (YamlException fault)
        {
            return new LocatedOutcome.Malformed(fault.Message, (int)fault.Start.Line, YamlFault.Told(fault, scanner!.CurrentPosition.Line));
        }
        catch (DecoderFallbackException)
        {
            return new LocatedOutcome.Malformed("the text is not UTF-8", 0);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException or NullReferenceException)
        {
            // The scanner says so of some malformed texts, such as an escape beyond Unicode or a tag that is no URI.
            return new LocatedOutcome.Malformed("the text is malformed", 0);
        }
    }

    /// <summary>The JSON value of a plain scalar, by the rules of YAML 1.1 that Kubernetes clients use.</summary>
    private static JsonNode? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
        {
            return JsonValue.Create(text);
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && !IsOctal(digits))
        {
            return JsonValue.Create(integer);
        }

        return Based(digits) is { } based ? JsonValue.Create(based)
            : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && digits.Any(char.IsAsciiDigit)
            ? GoNumber.Of(JsonValue.Create(number))
            : JsonValue.Create(text);
    }

    private static bool IsOctal(string digits) => digits.Length > 1 && digits[0] == '0' && digits.All(char.IsAsciiDigit);

    private static long? Based(string digits)
    {
        try
        {
            return digits.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt64(digits[2..], 16)
                : digits.StartsWith("0o", StringComparison.Ordinal) ? Convert.ToInt64(digits[2..], 8)
                : digits.StartsWith("0b", StringComparison.Ordinal) ? Convert.ToInt64(digits[2..], 2)
                : IsOctal(digits) ? Convert.ToInt64(digits, 8)
                : null;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private sealed class Reading(Parser parser, DocumentLines? lines)
    {
        private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
        private int _nodes;

        public List<string> Errors { get; } = [];

        public bool TryReadDocument(out JsonNode? value)
        {
            value = null;
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return false;
            }

            var line = Line();
            value = ReadNode(new FieldPath(null, null, -1), 0);
            lines?.Set(value, line);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _)
                ? true
                : throw new YamlException(parser.Current!.Start, parser.Current.End, "more than one document");
        }

        private int Line() => (int)(parser.Current?.Start.Line ?? 1);

        private JsonNode? ReadNode(FieldPath path, int depth)
        {
            if (++_nodes > NodesMax || depth > DepthMax)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, $"more than {NodesMax} values or deeper than {DepthMax}");
            }

            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                return Copy(alias, _anchors.TryGetValue(alias.Value, out var known) ? known : throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value}' referenced"));
            }

            var start = parser.Current as NodeEvent ?? throw new YamlException("a value is missing");
            var value = parser.Current switch
            {
                MappingStart => ReadMapping(path, depth),
                SequenceStart => ReadSequence(path, depth),
                _ => ReadScalar(),
            };
            if (!start.Anchor.IsEmpty)
            {
                _anchors[start.Anchor] = value;
            }

            return value;
        }

        private JsonNode? Copy(AnchorAlias alias, JsonNode? value)
        {
            _nodes += Weight(value);
            return _nodes > NodesMax
                ? throw new YamlException(alias.Start, alias.End, $"more than {NodesMax} values")
                : value?.DeepClone();
        }

        /// <summary>How many values an alias adds; a long text counts as several.</summary>
        private static int Weight(JsonNode? value) => value switch
        {
            JsonObject members => 1 + members.Sum(member => TextWeight(member.Key) + Weight(member.Value)),
            JsonArray elements => 1 + elements.Sum(Weight),
            JsonValue scalar when scalar.TryGetValue<string>(out var text) => 1 + TextWeight(text),
            _ => 1,
        };

        private static int TextWeight(string text) => text.Length / CharactersPerValue;

        private JsonObject ReadMapping(FieldPath path, int depth)
        {
            parser.Consume<MappingStart>();
            var result = new JsonObject();
            var merges = new List<JsonNode?>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                var member = new FieldPath(path, key.Value, -1);
                var value = ReadNode(member, depth + 1);
                lines?.Set(value, (int)key.Start.Line);
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                {
                    merges.Add(value);
                }
                else if (!result.TryAdd(key.Value, value))
                {
                    result[key.Value] = value;
                    StrictErrors.AddDuplicate(Errors, member);
                }
            }

            foreach (var merged in merges.SelectMany(merge => merge is JsonArray several ? several.AsEnumerable() : [merge]).OfType<JsonObject>())
            {
                foreach (var (name, value) in merged)
                {
                    result.TryAdd(name, value?.DeepClone());
                }
            }

            return result;
        }

        private JsonArray ReadSequence(FieldPath path, int depth)
        {
            parser.Consume<SequenceStart>();
            var result = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                var line = Line();
                var element = ReadNode(new FieldPath(path, null, result.Count), depth + 1);
                lines?.Set(element, line);
                result.Add(element);
            }

            return result;
        }

        private JsonNode? ReadScalar()
        {
            var scalar = parser.Consume<Scalar>();
            var isText = scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith("str", StringComparison.Ordinal));
            return isText ? JsonValue.Create(scalar.Value) : Plain(scalar.Value);
        }
    }
}
