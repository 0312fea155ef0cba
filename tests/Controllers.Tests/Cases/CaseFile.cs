using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Cases;

internal static class CaseFile
{
    public static List<JsonObject> Read(string name, string file) =>
        [.. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name, file)).Split("---\n").Where(text => text.Trim().Length > 0).Select(Yaml.Parse)];

    /// <summary>The actual objects are the expected ones, each with at least the fields given.</summary>
    public static void AssertAre(IReadOnlyList<JsonObject> expected, List<JsonObject> actual)
    {
        foreach (var document in expected)
        {
            var name = document.At("metadata", "name");
            var candidates = actual.Where(one => Difference(name, one.At("metadata", "name"), "") is null).ToList();
            var found = candidates.Find(one => Difference(document, one, "") is null);
            Assert.True(found is not null, candidates.Count == 0
                ? $"{document.Text("kind")} {name}: not there; there are {Names(actual)}"
                : $"{document.Text("kind")} {name}: {Difference(document, candidates[0], "")}");
            actual.Remove(found!);
        }

        Assert.True(actual.Count == 0, $"left beside the expected: {Names(actual)}");
    }

    private static string Names(List<JsonObject> objects) => string.Join(", ", objects.Select(one => $"{one.Text("kind")} {one.Text("metadata", "name")}"));

    /// <summary>Where and how the actual value lacks what is expected; null where it does not.</summary>
    private static string? Difference(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (null, null) => null,
        (JsonObject left, JsonObject right) => left.Select(pair => Difference(pair.Value, right[pair.Key], $"{path}.{pair.Key}")).FirstOrDefault(found => found is not null),
        (JsonArray left, JsonArray right) when left.Count == right.Count =>
            left.Select((item, index) => Difference(item, right[index], $"{path}[{index}]")).FirstOrDefault(found => found is not null),
        (JsonValue left, JsonValue right) when IsMatch(left.ToString(), right.ToString()) => null,
        _ => $"{path} is {actual?.ToJsonString() ?? "absent"}, not {expected?.ToJsonString() ?? "absent"}",
    };

    private static bool IsMatch(string expected, string actual) =>
        expected.EndsWith('*') ? actual.StartsWith(expected[..^1], StringComparison.Ordinal) : actual == expected;
}
