using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>JSON patch, RFC 6902, with negative indices, which count from the end, as Kubernetes' patches may have them.</summary>
public static class JsonPatch
{
    /// <summary>Most operations of a patch.</summary>
    public const int OperationsMax = 10_000;

    private static readonly HashSet<string> Members = ["op", "path", "from", "value"];

    /// <summary>Reads a patch.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="errors">Gets what strict decoding objects to: members that are unknown or given twice.</param>
    /// <returns>The operations, or null and what is wrong: with the body, or else with one of them.</returns>
    public static (JsonArray? Operations, string Fault, bool IsOfOperation) Read(ReadOnlySpan<byte> utf8, List<string> errors)
    {
        var found = new List<string>();
        var (operations, fault) = JsonDecoder.DecodeArray(utf8, found);
        for (var index = 0; index < operations?.Count; index++)
        {
            operations[index] ??= new JsonObject();
            if (operations[index] is not JsonObject operation)
            {
                return (null, $"json: cannot unmarshal {DecodeFaults.Found(operations[index])} into Go value of type jsonpatch.Operation", true);
            }

            foreach (var name in operation.Select(member => member.Key).Where(name => !Members.Contains(name)))
            {
                StrictErrors.AddUnknown(found, new FieldPath(new FieldPath(null, null, index), name, -1));
            }
        }

        errors.AddRange(found.Select(error => $"json patch {error}"));
        return (operations, fault, false);
    }

    /// <summary>Applies a patch to a copy of the document.</summary>
    /// <param name="original">The document.</param>
    /// <param name="operations">The patch; left as it is.</param>
    public static PatchOutcome Apply(JsonObject original, JsonArray operations)
    {
        if (operations.Count > OperationsMax)
        {
            return new PatchOutcome.Failed(new Refusal.TooManyOperations(operations.Count, OperationsMax));
        }

        try
        {
            JsonNode? document = original.DeepClone();
            var budget = new PatchBudget();
            foreach (var operation in operations.Cast<JsonObject>())
            {
                if (!budget.TryTake(operation, document))
                {
                    return Unprocessable($"the JSON patch copies or nests too much: more than {PatchBudget.CopiedMax} characters, or deeper than {PatchBudget.DepthMax}");
                }

                document = Apply(document, operation);
            }

            return document is JsonObject result ? new PatchOutcome.Patched(result) : Unprocessable("the JSON patch leaves no object");
        }
        catch (PatchFault fault)
        {
            return Unprocessable(fault.Message);
        }
    }

    /// <summary>The document's members in which a patch may change something; null where that may be any.</summary>
    public static HashSet<string>? MembersIn(JsonArray operations)
    {
        var members = new HashSet<string>();
        foreach (var path in operations.Objects().SelectMany(operation => new[] { operation.Text("path"), operation.Text("from") }).OfType<string>())
        {
            if (path is not ['/', ..])
            {
                // The whole document, or none at all.
                return null;
            }

            members.Add(Tokens(path).First());
        }

        return members;
    }

    private static PatchOutcome.Failed Unprocessable(string why) => new(new Refusal.Unprocessable(why));

    private static JsonNode? Apply(JsonNode? document, JsonObject operation)
    {
        var name = Text(operation, "op");
        var path = Text(operation, "path");
        switch (name)
        {
            case "add":
                return Add(document, path, Value(operation));
            case "replace":
                return Replace(document, path, Value(operation));
            case "remove":
                return Remove(document, path, out _);
            case "move":
                var from = Text(operation, "from");
                if (path.StartsWith(from + "/", StringComparison.Ordinal))
                {
                    throw new PatchFault($"cannot move {from} into itself");
                }

                return Add(Remove(document, from, out var moved), path, moved);
            case "copy":
                return Add(document, path, Find(document, Text(operation, "from"))?.DeepClone());
            case "test":
                return IsAt(document, path, Value(operation)) ? document : throw new PatchFault($"testing value {path} failed");
            default:
                throw new PatchFault($"Unexpected kind: {name}");
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
                list.Insert(Index(last, list.Count + 1, path), value);
                break;
            default:
                throw Missing(path);
        }

        return document;
    }

    /// <summary>Puts a value in the place of one that is there.</summary>
    private static JsonNode? Replace(JsonNode? document, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        var (parent, last) = Parent(document, path);
        switch (parent)
        {
            case JsonObject owner when owner.ContainsKey(last):
                owner[last] = value;
                return document;
            case JsonArray list:
                list[Index(last, list.Count, path)] = value;
                return document;
            default:
                throw Missing(path);
        }
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
                var index = Index(last, list.Count, path);
                removed = list[index];
                list.RemoveAt(index);
                return document;
            default:
                throw Missing(path);
        }
    }

    /// <summary>Whether a value is at a path. A member that is missing is null.</summary>
    private static bool IsAt(JsonNode? document, string path, JsonNode? value) =>
        path.Length > 0 && Parent(document, path) is (JsonObject owner, var last) && !owner.ContainsKey(last)
            ? value is null
            : JsonNode.DeepEquals(Find(document, path), value);

    private static JsonNode? Find(JsonNode? document, string path)
    {
        foreach (var token in Tokens(path))
        {
            document = document switch
            {
                JsonObject owner when owner.TryGetPropertyValue(token, out var member) => member,
                JsonArray list => list[Index(token, list.Count, path)],
                _ => throw Missing(path),
            };
        }

        return document;
    }

    private static (JsonNode? Parent, string Last) Parent(JsonNode? document, string path)
    {
        var cut = path.LastIndexOf('/');
        return cut < 0
            ? throw new PatchFault($"the path {path} does not start with /")
            : (Find(document, path[..cut]), Unescape(path[(cut + 1)..]));
    }

    private static IEnumerable<string> Tokens(string path) =>
        path.Length == 0 ? []
        : path[0] == '/' ? path[1..].Split('/').Select(Unescape)
        : throw new PatchFault($"the path {path} does not start with /");

    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The place that a token names among so many; a negative one counts from the end.</summary>
    private static int Index(string token, int count, string path)
    {
        var isNumber = int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) && token[0] != '+';
        var digits = token.StartsWith('-') ? token[1..] : token;
        var place = index < 0 ? index + count : index;
        return isNumber && place >= 0 && place < count && (digits.Length == 1 || digits[0] != '0')
            ? place
            : throw new PatchFault($"the path {path} has no index {token}");
    }

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new PatchFault($"an operation of the JSON patch lacks {name}");

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw new PatchFault("an operation of the JSON patch lacks value");

    private static PatchFault Missing(string path) => new($"the path {path} does not exist");

    /// <summary>Ends the walk through a patch; never leaves this class.</summary>
    private sealed class PatchFault(string message) : Exception(message);
}
