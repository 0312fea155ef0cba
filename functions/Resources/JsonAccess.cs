using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources;

/// <summary>Reads and fills members of documents without minding what is missing on the way.</summary>
public static class JsonAccess
{
    /// <summary>The value at a path of member names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject owner ? owner[name] : null;
        }

        return node;
    }

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The integer at a path, or null.</summary>
    public static long? Integer(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is not JsonValue value ? null
        : value.TryGetValue<long>(out var wide) ? wide
        : value.TryGetValue<int>(out var narrow) ? narrow
        : null;

    /// <summary>Whether the value at a path is true.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The objects of the list at a path; none where there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The strings of the list at a path.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.Select(item => item.Text() ?? "") : [];

    /// <summary>The map of strings at a path; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map
            ? map.ToDictionary(member => member.Key, member => member.Value.Text() ?? "")
            : System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>The member object of this name, added where it is missing.</summary>
    public static JsonObject Ensure(this JsonObject owner, string name)
    {
        if (owner[name] is JsonObject present)
        {
            return present;
        }

        var added = new JsonObject();
        owner[name] = added;
        return added;
    }

    /// <summary>The member of this name and type, added where it is missing.</summary>
    public static T Ensure<T>(this JsonObject owner, string name, Func<T> create)
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

    /// <summary>Sets a member where it is missing.</summary>
    public static void Default(this JsonObject owner, string name, string value)
    {
        if (owner[name] is null)
        {
            owner[name] = value;
        }
    }

    /// <summary>Sets a member where it is missing.</summary>
    public static void Default(this JsonObject owner, string name, long value)
    {
        if (owner[name] is null)
        {
            owner[name] = value;
        }
    }

    /// <summary>Sets a member where it is missing.</summary>
    public static void Default(this JsonObject owner, string name, bool value)
    {
        if (owner[name] is null)
        {
            owner[name] = value;
        }
    }

    /// <summary>Sets a member where it is missing.</summary>
    public static void Default(this JsonObject owner, string name, JsonNode value)
    {
        if (owner[name] is null)
        {
            owner[name] = value;
        }
    }
}
