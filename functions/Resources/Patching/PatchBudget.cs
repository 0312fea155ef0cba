using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>What a JSON patch may still copy. Without it a short patch that copies the document into itself again and again
/// would fill the memory, and one that nests it would exhaust the stack.</summary>
internal sealed class PatchBudget
{
    /// <summary>Most characters, about, that all operations of a patch copy or move together.</summary>
    public const int CopiedMax = 16 * 1024 * 1024;

    /// <summary>Deepest nesting that an operation may make.</summary>
    public const int DepthMax = 256;

    /// <summary>What a value weighs besides its text.</summary>
    private const int ValueWeight = 16;

    private long _left = CopiedMax;

    /// <summary>Pays for an operation before it is applied; false if it asks for too much.</summary>
    public bool TryTake(JsonObject operation, JsonNode? document)
    {
        var path = operation.Text("path") ?? "";
        var depth = path.Count('/');
        return operation.Text("op") switch
        {
            "add" or "replace" => TryTake(operation["value"], depth),
            "copy" or "move" => TryTake(Source(document, operation.Text("from") ?? ""), depth),
            _ => true,
        };
    }

    private bool TryTake(JsonNode? value, int depth)
    {
        _left -= ValueWeight;
        if (_left < 0 || depth > DepthMax)
        {
            return false;
        }

        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                {
                    _left -= name.Length;
                    if (!TryTake(member, depth + 1))
                    {
                        return false;
                    }
                }

                return true;
            case JsonArray elements:
                return elements.All(element => TryTake(element, depth + 1));
            case JsonValue scalar when scalar.TryGetValue<string>(out var text):
                _left -= text.Length;
                return _left >= 0;
            default:
                return true;
        }
    }

    /// <summary>The value that is copied; null where there is none, which applying the operation will find.</summary>
    private static JsonNode? Source(JsonNode? document, string from)
    {
        foreach (var token in from.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            document = document switch
            {
                JsonObject owner => owner[name],
                JsonArray list when int.TryParse(name, out var index) && index >= -list.Count && index < list.Count => list[index < 0 ? index + list.Count : index],
                _ => null,
            };
        }

        return document;
    }
}
