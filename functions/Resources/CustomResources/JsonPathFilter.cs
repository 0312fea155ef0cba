using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The items of a list of which a condition holds, such as <c>[?(@.type=="Ready")]</c>.</summary>
internal static class JsonPathFilter
{
    /// <summary>Those in which a path leads somewhere.</summary>
    public static JsonPath.Step Exists(JsonPath path) => (value, found) =>
    {
        found.AddRange(value is JsonArray list ? list.Where(item => path.Find(item).Count > 0) : []);
        return value is JsonArray;
    };

    /// <summary>Those in which two values compare so. One without the value on the left is none of them; values of different types cannot be compared.</summary>
    /// <returns>Null where there is no such operator.</returns>
    public static JsonPath.Step? Compare(JsonPath left, string @operator, JsonPath right)
    {
        Func<int, bool>? holds = @operator switch
        {
            "==" => static order => order == 0,
            "!=" => static order => order != 0,
            "<" => static order => order < 0,
            "<=" => static order => order <= 0,
            ">" => static order => order > 0,
            ">=" => static order => order >= 0,
            _ => null,
        };
        var isOfOrder = @operator is not ("==" or "!=");
        return holds is null ? null : (value, found) => value is JsonArray list && list.All(item => TryCompare(item, left, right, isOfOrder, holds, found));
    }

    private static bool TryCompare(JsonNode? item, JsonPath left, JsonPath right, bool isOfOrder, Func<int, bool> holds, List<JsonNode?> found)
    {
        if (!left.TryFind(item, out var lefts) || lefts.Count > 1)
        {
            return false;
        }

        if (lefts.Count == 0)
        {
            return true;
        }

        if (!right.TryFind(item, out var rights) || rights.Count != 1 || Order(lefts[0], rights[0], isOfOrder) is not { } order)
        {
            return false;
        }

        if (holds(order))
        {
            found.Add(item);
        }

        return true;
    }

    /// <summary>Below 0 where the left value is less, above where it is more; null where the two cannot be compared.</summary>
    private static int? Order(JsonNode? left, JsonNode? right, bool isOfOrder) => (Scalar(left), Scalar(right)) switch
    {
        (string one, string other) => string.CompareOrdinal(one, other),
        (long one, long other) => one.CompareTo(other),
        (double one, double other) => one.CompareTo(other),
        (bool one, bool other) when !isOfOrder => one.CompareTo(other),
        _ => null,
    };

    /// <summary>A number is whole or not by how it is written.</summary>
    private static object? Scalar(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.Text(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        JsonValueKind.Number => ValueRules.Number(value),
        _ => null,
    };
}
