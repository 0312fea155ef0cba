using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>The elements of which paths to fields are made, as FieldsV1 writes them: <c>f:</c> and a name, <c>k:</c> and an element's keys,
/// <c>v:</c> and a value of a set.</summary>
internal static class PathElements
{
    /// <summary>How values are shown to people.</summary>
    public static readonly JsonSerializerOptions KeyForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonDocuments.DepthMax };

    /// <summary>What JSON writes as it is.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./: ");

    /// <summary>A field of a struct or a key of a map.</summary>
    public static string Field(string name) => "f:" + name;

    /// <summary>A value of a set.</summary>
    public static string Value(JsonNode? value) => "v:" + GoText.Json(value);

    /// <summary>An element of a list map, told by its keys or what they are by default.</summary>
    public static string Keys(JsonObject element, FieldSchema list)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        var isFirst = true;
        text.AppendLiteral("k:{");
        foreach (var (name, key) in list.KeyTexts)
        {
            if ((element[name] ?? list.ListMapKeyDefaults.GetValueOrDefault(name)) is { } value)
            {
                text.AppendLiteral(isFirst ? "" : ",");
                text.AppendLiteral(key);
                Append(ref text, value);
                isFirst = false;
            }
        }

        text.AppendLiteral("}");
        return text.ToStringAndClear();
    }

    /// <summary>Appends a key's value as JSON. Most are names and numbers, which need no writer.</summary>
    private static void Append(ref DefaultInterpolatedStringHandler text, JsonNode value)
    {
        if (value.Text() is { } name && !name.AsSpan().ContainsAnyExcept(Plain))
        {
            text.AppendLiteral("\"");
            text.AppendLiteral(name);
            text.AppendLiteral("\"");
        }
        else if (value.Integer() is { } number)
        {
            text.AppendFormatted(number);
        }
        else
        {
            text.AppendLiteral(GoText.Json(value));
        }
    }

    /// <summary>The element of a list of this shape, or null for one that can have none.</summary>
    public static string? Of(JsonNode? element, FieldShape list) => list.Form switch
    {
        FieldForm.Set => Value(element),
        FieldForm.ListMap when element is JsonObject one => Keys(one, list.Field!),
        _ => null,
    };

    /// <summary>The element as paths in messages show it: <c>.image</c>, <c>[name="c"]</c>, <c>[="x"]</c>.</summary>
    public static string Shown(string element)
    {
        var text = element[2..];
        return element[0] switch
        {
            'k' when Parsed(text) is JsonObject keys => $"[{string.Join(',', keys.Select(key => $"{key.Key}={key.Value?.ToJsonString(KeyForm) ?? "null"}"))}]",
            'v' => $"[={Parsed(text)?.ToJsonString(KeyForm) ?? "null"}]",
            'i' => $"[{text}]",
            _ => "." + text,
        };
    }

    /// <summary>Whether a client may have written the element.</summary>
    public static bool IsValid(string element) => element.Length >= 2 && element[1] == ':' && element[0] switch
    {
        'f' => true,
        'k' => Parsed(element[2..]) is JsonObject,
        'v' => element == "v:null" || Parsed(element[2..]) is JsonValue,
        'i' => int.TryParse(element[2..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    /// <summary>An element as the server writes it, however a client has: the same keys and values are the same element.</summary>
    public static string Canonical(string element) => element[0] switch
    {
        'k' when Parsed(element[2..]) is JsonObject keys => "k:" + GoText.Json(new JsonObject(keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key.Key, key.Value?.DeepClone())))),
        'v' when Parsed(element[2..]) is { } value => "v:" + GoText.Json(value),
        _ => element,
    };

    /// <summary>Which of two elements stands first: fields, keys, values and indexes in turn, and each in ordinal order.</summary>
    public static int Compare(string left, string right) => left[0] == 'i' != (right[0] == 'i') ? left[0] == 'i' ? 1 : -1 : string.CompareOrdinal(left, right);

    private static JsonNode? Parsed(string text) => JsonDocuments.TryParse(text);
}
