using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>JSON patch, RFC 6902.</summary>
public static class JsonPatch
{
    /// <summary>Most operations of a patch.</summary>
    private const int OperationsMax = 10_000;

    /// <summary>Applies a patch to a copy of the document.</summary>
    public static PatchOutcome Apply(JsonObject original, ReadOnlySpan<byte> patch)
    {
        try
        {
            if (JsonNode.Parse(patch) is not JsonArray operations)
            {
                return PatchOutcome.Bad("a JSON patch is an array of operations");
            }

            if (operations.Count > OperationsMax)
            {
                return new PatchOutcome.Failed(new Refusal.TooLarge(operations.Count, OperationsMax));
            }

            JsonNode? document = original.DeepClone();
            var budget = new PatchBudget();
            for (var index = 0; index < operations.Count; index++)
            {
                if (operations[index] is not JsonObject operation)
                {
                    return PatchOutcome.Bad($"operation {index} of the JSON patch is not an object");
                }

                if (!budget.TryTake(operation, document))
                {
                    return PatchOutcome.Bad($"the JSON patch copies or nests too much: more than {PatchBudget.CopiedMax} characters, or deeper than {PatchBudget.DepthMax}");
                }

                document = Apply(document, operation);
            }

            return document is JsonObject result ? new PatchOutcome.Patched(result) : PatchOutcome.Bad("the JSON patch leaves no object");
        }
        catch (JsonException fault)
        {
            return PatchOutcome.Bad($"error decoding patch: {fault.Message}");
        }
        catch (PatchFault fault)
        {
            return fault.IsUnmet
                ? new PatchOutcome.Failed(new Refusal.Invalid("", "", "", [new FieldError("FieldValueInvalid", fault.Path, fault.Message)]))
                : PatchOutcome.Bad(fault.Message);
        }
    }

    private static JsonNode? Apply(JsonNode? document, JsonObject operation)
    {
        var name = Text(operation, "op");
        var path = Text(operation, "path");
        switch (name)
        {
            case "add":
                return Add(document, path, Value(operation));
            case "replace":
                return Add(Remove(document, path, out _), path, Value(operation));
            case "remove":
                return Remove(document, path, out _);
            case "move":
                var from = Text(operation, "from");
                if (path.StartsWith(from + "/", StringComparison.Ordinal))
                {
                    throw new PatchFault(path, $"cannot move {from} into itself");
                }

                return Add(Remove(document, from, out var moved), path, moved);
            case "copy":
                return Add(document, path, Find(document, Text(operation, "from"))?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(Find(document, path), Value(operation))
                    ? document
                    : throw new PatchFault(path, $"the server rejected our request due to an error in our request: testing value {path} failed", isUnmet: true);
            default:
                throw new PatchFault(path, $"Unexpected kind: {name}");
        }
    }

    private static JsonNode? Add(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        var (parent, last) = Parent(document, path);
        switch (parent)
        {
            case JsonObject owner:
                owner[last] = value;
                break;
            case JsonArray list when last == "-":
                list.Add(value);
                break;
            case JsonArray list:
                list.Insert(Index(last, list.Count, path), value);
                break;
            default:
                throw Missing(path);
        }

        return document;
    }

    private static JsonNode? Remove(JsonNode? document, string path, out JsonNode? removed)
    {
        if (path.Length == 0)
        {
            removed = document;
            return null;
        }

        var (parent, last) = Parent(document, path);
        switch (parent)
        {
            case JsonObject owner when owner.TryGetPropertyValue(last, out removed):
                owner.Remove(last);
                return document;
            case JsonArray list:
                var index = Index(last, list.Count - 1, path);
                removed = list[index];
                list.RemoveAt(index);
                return document;
            default:
                throw Missing(path);
        }
    }

    private static JsonNode? Find(JsonNode? document, string path)
    {
        foreach (var token in Tokens(path))
        {
            document = document switch
            {
                JsonObject owner when owner.TryGetPropertyValue(token, out var member) => member,
                JsonArray list => list[Index(token, list.Count - 1, path)],
                _ => throw Missing(path),
            };
        }

        return document;
    }

    private static (JsonNode? Parent, string Last) Parent(JsonNode? document, string path)
    {
        var cut = path.LastIndexOf('/');
        return cut < 0
            ? throw new PatchFault(path, $"the path {path} does not start with /")
            : (Find(document, path[..cut]), Unescape(path[(cut + 1)..]));
    }

    private static IEnumerable<string> Tokens(string path) =>
        path.Length == 0 ? []
        : path[0] == '/' ? path[1..].Split('/').Select(Unescape)
        : throw new PatchFault(path, $"the path {path} does not start with /");

    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static int Index(string token, int max, string path) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max && (token.Length == 1 || token[0] != '0')
            ? index
            : throw new PatchFault(path, $"the path {path} has no index {token}", isUnmet: true);

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new PatchFault("", $"an operation of the JSON patch lacks {name}");

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw new PatchFault("", "an operation of the JSON patch lacks value");

    private static PatchFault Missing(string path) => new(path, $"the path {path} does not exist", isUnmet: true);

    /// <summary>Ends the walk through a patch; never leaves this class.</summary>
    private sealed class PatchFault(string path, string message, bool isUnmet = false) : Exception(message)
    {
        public string Path { get; } = path;

        public bool IsUnmet { get; } = isUnmet;
    }
}
