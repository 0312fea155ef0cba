using System.Text.Json;

namespace CloudOrchestrator.Resources;

/// <summary>Reads members of documents that are only looked at, as <see cref="JsonAccess"/> does of those that are changed.</summary>
public static class ElementAccess
{
    /// <summary>The value at a path of member names; undefined where there is none.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
        }

        return element;
    }

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The integer at a path, or null.</summary>
    public static long? Integer(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Whether the value at a path is true.</summary>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path).ValueKind == JsonValueKind.True;

    /// <summary>The elements of the list at a path; none where there is no list.</summary>
    public static JsonElement.ArrayEnumerator Elements(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
