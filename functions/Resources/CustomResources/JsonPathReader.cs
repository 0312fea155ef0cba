using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The part of JSONPath that definitions use for columns, scales and selectable fields: members, indices, <c>[*]</c> and one comparison.</summary>
internal sealed class JsonPathReader
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps = [];

    private JsonPathReader()
    {
    }

    /// <summary>Reads a path, such as <c>.status.conditions[?(@.type=="Ready")].status</c>; null where it is none.</summary>
    public static JsonPathReader? TryParse(string path)
    {
        var reader = new JsonPathReader();
        var rest = path.AsSpan().Trim();
        if (rest is ['{', .. var inner, '}'])
        {
            rest = inner;
        }

        rest = rest is ['$', .. var below] ? below : rest;
        while (!rest.IsEmpty)
        {
            if (!(rest[0] == '.' ? reader.TryMember(ref rest) : rest[0] == '[' && reader.TryBracket(ref rest)))
            {
                return null;
            }
        }

        return reader;
    }

    /// <summary>The values that a document has there.</summary>
    public IReadOnlyList<JsonNode?> Find(JsonNode? document)
    {
        IEnumerable<JsonNode?> found = [document];
        return [.. _steps.Aggregate(found, (nodes, step) => nodes.SelectMany(step))];
    }

    /// <summary>The names of the members that a plain path goes through, such as <c>.spec.replicas</c>.</summary>
    public static string[] Members(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);

    private bool TryMember(ref ReadOnlySpan<char> rest)
    {
        var name = new StringBuilder();
        var at = 1;
        for (; at < rest.Length && rest[at] is not ('.' or '['); at++)
        {
            if (rest[at] == '\\' && at + 1 < rest.Length)
            {
                at++;
            }

            name.Append(rest[at]);
        }

        rest = rest[at..];
        if (name.Length == 0)
        {
            return rest.IsEmpty || rest[0] == '[';
        }

        Add(name.ToString());
        return true;
    }

    private bool TryBracket(ref ReadOnlySpan<char> rest)
    {
        var end = rest.StartsWith("[?(") ? rest.IndexOf(")]") + 1 : rest.IndexOf(']');
        if (end <= 0)
        {
            return false;
        }

        var inside = rest[1..end].Trim().ToString();
        rest = rest[(end + 1)..];
        if (inside == "*")
        {
            _steps.Add(static node => node switch { JsonArray list => list, JsonObject map => map.Select(member => member.Value), _ => [] });
        }
        else if (int.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            _steps.Add(node => node is JsonArray list && (index < 0 ? list.Count + index : index) is >= 0 and var place && place < list.Count ? [list[place]] : []);
        }
        else if (inside.Length > 1 && inside[0] is '\'' or '"' && inside[^1] == inside[0])
        {
            Add(inside[1..^1]);
        }
        else
        {
            return TryFilter(inside);
        }

        return true;
    }

    private bool TryFilter(string inside)
    {
        if (!inside.StartsWith("?(@", StringComparison.Ordinal) || !inside.EndsWith(')'))
        {
            return false;
        }

        var condition = inside[3..^1];
        var isEqual = condition.Contains("==", StringComparison.Ordinal);
        if (condition.Split(isEqual ? "==" : "!=", 2) is not [var left, var right] || TryParse(left.Trim()) is not { } path)
        {
            return false;
        }

        var wanted = right.Trim().Trim('"', '\'');
        _steps.Add(node => node is JsonArray list ? list.Where(one => path.Find(one).Any(value => Show(value) == wanted) == isEqual) : []);
        return true;
    }

    private void Add(string name) => _steps.Add(node => node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? [value] : []);

    private static string? Show(JsonNode? value) => value.Text() ?? value?.ToJsonString();
}
