using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Values as Go prints them, which is how Kubernetes' messages show them.</summary>
public static class GoText
{
    /// <summary>Most characters of a value that are shown: a message must not grow with a hostile body.</summary>
    private const int CharactersMax = 1024;

    private static readonly JsonSerializerOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonDocuments.DepthMax };

    /// <summary>The value: <c>map[a:1 b:[x y]]</c>.</summary>
    public static string Of(JsonNode? value)
    {
        var text = Write(value, 0);
        return text.Length <= CharactersMax ? text : text[..CharactersMax];
    }

    /// <summary>The name of the type that Go decodes the value to.</summary>
    public static string TypeOf(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.Integer() is null ? "float64" : "int64",
            _ => "bool",
        },
    };

    /// <summary>The value as JSON, as Go writes it: without spaces, <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> escaped and nothing else that need not be.</summary>
    public static string Json(JsonNode? value) => value is null ? "null" : value.ToJsonString(JsonForm)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);

    private static string Write(JsonNode? value, int depth) => value switch
    {
        null => "<nil>",
        _ when depth > 16 => "...",
        JsonObject members => $"map[{string.Join(' ', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Write(member.Value, depth + 1)}"))}]",
        JsonArray elements => $"[{string.Join(' ', elements.Select(element => Write(element, depth + 1)))}]",
        _ => value.Text() ?? value.ToJsonString(),
    };
}
