using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>On which lines of a text the values of its documents stand: of a member that of its name.</summary>
/// <param name="firstLine">The number of the text's first line in the file it is a part of, from 1.</param>
public sealed class DocumentLines(int firstLine = 1)
{
    private readonly Dictionary<JsonNode, int> _lines = new(ReferenceEqualityComparer.Instance);

    /// <summary>The line of a value, or of the text where the value is not known.</summary>
    public int Of(JsonNode? value) => value is not null && _lines.TryGetValue(value, out var line) ? line : firstLine;

    /// <summary>The line of the field at a path as messages write it, such as <c>spec.ports[0].port</c> or <c>.spec.ports[port=80]</c>; where there
    /// is no such field, of the nearest around it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">The path.</param>
    public int Of(JsonNode? document, string path)
    {
        var line = Of(document);
        var value = document;
        var rest = path.AsSpan();
        while (Step(value, ref rest, out var next) && next is not null)
        {
            value = next;
            line = _lines.GetValueOrDefault(next, line);
        }

        return line;
    }

    /// <summary>Notes a value.</summary>
    /// <param name="value">The value; null has no place of its own.</param>
    /// <param name="line">Its line in the text, from 1.</param>
    internal void Set(JsonNode? value, int line)
    {
        if (value is not null)
        {
            _lines[value] = firstLine + line - 1;
        }
    }

    private static bool Step(JsonNode? value, ref ReadOnlySpan<char> path, out JsonNode? next)
    {
        path = path.TrimStart('.');
        next = null;
        switch (value)
        {
            case JsonObject members when path.Length > 0:
                var name = LongestName(members, path);
                path = name is null ? [] : path[name.Length..];
                return name is not null && members.TryGetPropertyValue(name, out next);
            case JsonArray elements when path.Length > 0 && path[0] == '[' && path.IndexOf(']') is > 0 and var end:
                next = Element(elements, path[1..end]);
                path = path[(end + 1)..];
                return next is not null;
            default:
                return false;
        }
    }

    /// <summary>Names hold dots themselves, as those of labels do.</summary>
    private static string? LongestName(JsonObject members, ReadOnlySpan<char> path)
    {
        string? longest = null;
        foreach (var (name, _) in members)
        {
            if (name.Length > (longest?.Length ?? 0) && path.StartsWith(name) && (path.Length == name.Length || path[name.Length] is '.' or '['))
            {
                longest = name;
            }
        }

        return longest;
    }

    /// <summary>An element by its index, or by its keys: <c>0</c>, <c>name="a",port=80</c>.</summary>
    private static JsonNode? Element(JsonArray elements, ReadOnlySpan<char> which)
    {
        if (int.TryParse(which, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index))
        {
            return index < elements.Count ? elements[index] : null;
        }

        var keys = which.ToString().Split(',').Select(static pair => pair.Split('=', 2)).Where(static pair => pair.Length == 2).ToList();
        return elements.FirstOrDefault(element => keys.Count > 0 && keys.All(key => IsKey(element, key[0], key[1])));
    }

    /// <summary>Whether an element has this value under a key. What it leaves out may be the default, which messages show.</summary>
    private static bool IsKey(JsonNode? element, string name, string value) =>
        (name.Length == 0 ? element : element.At(name)) is not { } found || found.ToJsonString() == value;
}
