using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Brings documents into the form in which they are worked on: what the Go types would write, but for zero values that were not given, since
/// defaults ask what was; <see cref="SettledForm"/> adds those. Fields in schema order, map keys sorted, unknown fields, nulls and empty optional values
/// dropped, required zero values kept, empty required lists and maps null, quantities and times normalised.</summary>
public static class CanonicalForm
{
    /// <summary>The types of which maps of quantities are lists of resources.</summary>
    private const string CorePackage = "k8s.io.api.core.v1.";

    /// <summary>Most wrong values that are reported of one document.</summary>
    private const int ErrorsMax = 100;

    /// <summary>The canonical form of a document.</summary>
    /// <param name="document">The document; left as it is.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="errors">Receives one message for each value of a wrong type.</param>
    /// <param name="isCanonical">Whether the document's member of a name is known to be canonical, so that it is taken as it is; null for none.</param>
    public static JsonObject Of(JsonObject document, TypeSchema schema, ICollection<string> errors, Func<string, bool>? isCanonical = null)
    {
        if (schema.Structure is { } structure)
        {
            var result = CustomForm.Of(document, structure, metadata => Metadata(metadata, schema, errors));
            foreach (var error in EmbeddedValidation.Types(document, structure, "").Take(ErrorsMax))
            {
                Report(errors, $"{error.Field}: {error.Message}");
            }

            return result;
        }

        return Members(document, schema, new FieldPath(null, null, -1), isApiObject: true, errors, isCanonical);
    }

    /// <summary>The canonical form of a custom resource's metadata.</summary>
    private static JsonObject Metadata(JsonObject metadata, TypeSchema schema, ICollection<string> errors) =>
        (JsonObject)Object(metadata, schema.Fields["metadata"], schema, new PathStep(new FieldPath(null, null, -1), "metadata", -1), errors)!;

    /// <summary>The canonical form of metadata that stands by itself.</summary>
    /// <param name="metadata">The metadata; left as it is.</param>
    /// <param name="errors">Receives one message for each value of a wrong type.</param>
    internal static JsonObject Metadata(JsonObject metadata, ICollection<string> errors) =>
        Members(metadata, SchemaTable.BuiltIn.Get("k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta"), new FieldPath(null, null, -1), isApiObject: false, errors);

    private static JsonObject Members(
        JsonObject source, TypeSchema schema, FieldPath path, bool isApiObject, ICollection<string> errors, Func<string, bool>? isCanonical = null)
    {
        var members = new PlacedMembers(source.Count + schema.Nulled.Length);
        for (var index = 0; index < source.Count; index++)
        {
            var (name, value) = source.GetAt(index);
            if (isApiObject && name is "kind" or "apiVersion")
            {
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                {
                    members.Add(name == "kind" ? -2 : -1, name, value.DeepClone());
                }
                else if (value is not null && !path.IsRoot)
                {
                    // What a whole document is, it was routed by: that is read before this.
                    Report(errors, DecodeFaults.WrongType(value, "string", schema, new PathStep(path, name, -1)));
                }
            }
            else if (schema.PositionOf(name) is { } position)
            {
                var canonical = isCanonical?.Invoke(name) == true ? value?.DeepClone() : Value(value, schema.Ordered[position], schema, new PathStep(path, name, -1), errors);
                if (canonical is not null)
                {
                    members.Add(position, schema.Ordered[position].JsonName, canonical);
                }
            }
        }

        foreach (var position in schema.Nulled)
        {
            if (!members.Contains(position))
            {
                members.Add(position, schema.Ordered[position].JsonName, null);
            }
        }

        return members.ToObject();
    }

    internal static JsonNode? Value(JsonNode? value, FieldSchema field, TypeSchema owner, PathStep at, ICollection<string> errors)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonArray list when field.Repeated || IsListType(field):
                return List(list, field, owner, at.ToPath(), errors);
            case JsonObject map when field.Map:
                return Map(map, field, owner, at.ToPath(), errors);
            case not null when field.Repeated || field.Map:
                Report(errors, errors is ConversionFaults ? ConversionFaults.OfSeveral(value, field) : DecodeFaults.OfSeveral(value, field, owner, at));
                return null;
        }

        var canonical = Single(value, field, owner, at, errors);
        return canonical is null || (!field.Written && !field.IsPointer && IsZero(canonical, field)) ? null : canonical;
    }

    /// <summary>A type that stands for a list, such as the values of a user's extra attributes.</summary>
    internal static bool IsListType(FieldSchema field) => field.Type is { Fields.Count: 1 } type && type.Fields.ContainsKey("items");

    private static JsonArray? List(JsonArray list, FieldSchema field, TypeSchema owner, FieldPath path, ICollection<string> errors)
    {
        if (list.Count == 0)
        {
            return null;
        }

        var result = new JsonArray();
        for (var index = 0; index < list.Count; index++)
        {
            var at = new PathStep(path, null, index);
            result.Add(list[index] is { } value ? Single(value, field, owner, at, errors) : Zero(field));
        }

        return result;
    }

    private static JsonObject? Map(JsonObject map, FieldSchema field, TypeSchema owner, FieldPath path, ICollection<string> errors)
    {
        if (map.Count == 0)
        {
            return null;
        }

        var members = new KeyValuePair<string, JsonNode?>[map.Count];
        for (var index = 0; index < members.Length; index++)
        {
            var (key, value) = map.GetAt(index);
            members[index] = new(key, value is JsonArray list && IsListType(field) ? list.DeepClone()
                : value is not null ? Single(value, field, owner, new PathStep(path, key, FieldPath.Key), errors)
                : IsListType(field) ? null : Zero(field));
        }

        if (field.Kind == ValueKind.Quantity && owner.Name.StartsWith(CorePackage, StringComparison.Ordinal))
        {
            RoundUp(members);
        }

        Array.Sort(members, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return new JsonObject(members);
    }

    internal static JsonNode? Single(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at, ICollection<string> errors)
    {
        if (field.Kind is ValueKind.Raw or ValueKind.Json)
        {
            return field.Kind == ValueKind.Raw ? value.DeepClone() : GoNumber.Within(value);
        }

        if (SchemaUnions.IsOther(value, field))
        {
            return Union(value, field, owner, at, errors);
        }

        if (field.Type is not null)
        {
            return Object(value, field, owner, at, errors);
        }

        var kind = value.GetValueKind();
        JsonNode? result = field.Kind switch
        {
            ValueKind.String when kind == JsonValueKind.String => value.DeepClone(),
            ValueKind.Bytes when kind == JsonValueKind.String => GoBase64.Plain(value.GetValue<string>()),
            ValueKind.Bool when kind is JsonValueKind.True or JsonValueKind.False => value.DeepClone(),
            ValueKind.Int32 when Integer(value) is >= int.MinValue and <= int.MaxValue => Integer(value),
            ValueKind.Int64 when Integer(value) is not null => Integer(value),
            ValueKind.Double when kind == JsonValueKind.Number => GoNumber.Of(value),
            ValueKind.IntOrString when kind == JsonValueKind.String => value.DeepClone(),
            ValueKind.IntOrString when Integer(value) is >= int.MinValue and <= int.MaxValue => Integer(value),
            ValueKind.Duration when kind == JsonValueKind.String => GoDuration.TryParse(value.GetValue<string>(), out var span) ? GoDuration.Format(span) : null,
            ValueKind.Quantity => QuantityOf(value, kind),
            ValueKind.Time when kind == JsonValueKind.String => Time(value.GetValue<string>(), isMicro: false),
            ValueKind.MicroTime when kind == JsonValueKind.String => Time(value.GetValue<string>(), isMicro: true),
            _ => null,
        };
        if (result is null)
        {
            Report(value, field, owner, at, errors);
        }

        return result;
    }

    /// <summary>Amounts of resources are whole thousandths: Kubernetes makes them so by default in all objects that hold such lists of its core types.</summary>
    private static void RoundUp(Span<KeyValuePair<string, JsonNode?>> amounts)
    {
        foreach (ref var amount in amounts)
        {
            if (Quantity.TryParse(amount.Value.Text(), out var quantity) && quantity.RoundUpToMilli() is var rounded && !rounded.Equals(quantity))
            {
                amount = new(amount.Key, JsonValue.Create(rounded.ToString()));
            }
        }
    }

    private static JsonNode? Union(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at, ICollection<string> errors) =>
        SchemaUnions.Canonical(value, one => Object(one, field, owner, at, errors));

    private static JsonNode? Object(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at, ICollection<string> errors)
    {
        if (value is JsonObject source)
        {
            return Members(source, field.Type!, at.ToPath(), field.Type!.IsApiObject, errors);
        }

        Report(value, field, owner, at, errors);
        return null;
    }

    /// <summary>Empty objects stay: the Go types hold them as pointers or write their structs always.</summary>
    internal static bool IsZero(JsonNode value, FieldSchema field) => field.Kind switch
    {
        ValueKind.String or ValueKind.Bytes => value.GetValue<string>().Length == 0,
        ValueKind.Bool => !value.GetValue<bool>(),
        ValueKind.Int32 or ValueKind.Int64 => Integer(value) == 0,
        ValueKind.Double => value.GetValue<double>() == 0,
        _ => false,
    };

    /// <summary>What the Go types make of a null in a list or a map: elements are not pointers.</summary>
    internal static JsonNode? Zero(FieldSchema field) => field.Kind switch
    {
        ValueKind.String or ValueKind.Bytes => "",
        ValueKind.Bool => false,
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double or ValueKind.IntOrString => 0,
        ValueKind.Quantity => "0",
        ValueKind.Object => new JsonObject(),
        _ => null,
    };

    /// <summary>An integer that is written as one: Go takes neither a point nor an exponent for the value of an integer's field, whatever it comes to.</summary>
    private static long? Integer(JsonNode value) => value.Integer();

    private static JsonValue? QuantityOf(JsonNode value, JsonValueKind kind)
    {
        var text = kind switch
        {
            JsonValueKind.String => Trimmed(value.GetValue<string>()),
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        };
        return Quantity.TryParse(text, out var quantity) ? JsonValue.Create(quantity.ToString()) : null;
    }

    /// <summary>Without the spaces around it that Go passes over: those that need no escape in JSON.</summary>
    private static string Trimmed(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];

        static bool IsSpace(char one) => one == ' ' || (one > 0x7f && char.IsWhiteSpace(one));
    }

    private static JsonValue? Time(string text, bool isMicro) => GoTime.Read(text, isMicro, out var time) is null
        ? JsonValue.Create(time.ToString(isMicro ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
        : null;

    private static void Report(JsonNode value, FieldSchema field, TypeSchema owner, PathStep at, ICollection<string> errors) =>
        Report(errors, errors is ConversionFaults ? ConversionFaults.Of(value, field) : DecodeFaults.Of(value, field, owner, at));

    private static void Report(ICollection<string> errors, string message)
    {
        if (errors.Count < ErrorsMax)
        {
            errors.Add(message);
        }
    }
}
