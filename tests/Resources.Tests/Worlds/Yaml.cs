using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Worlds;

/// <summary>Reads YAML as the server does.</summary>
public static class Yaml
{
    public static JsonObject Parse(string text)
    {
        var outcome = YamlDecoder.Decode(Encoding.UTF8.GetBytes(text), null);
        return outcome is DecodeOutcome.Decoded decoded ? decoded.Document : throw new InvalidOperationException(((DecodeOutcome.Malformed)outcome).Message + "\n" + text);
    }

    /// <summary>The documents of a file of several.</summary>
    public static List<JsonObject> ParseAll(string text) =>
        [.. text.ReplaceLineEndings("\n").Split("\n---\n").Where(part => part.Trim().Length > 0).Select(Parse)];

    /// <summary>Fails with the paths at which the two differ; the order of members does not matter.</summary>
    public static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.Equal([], Differences("", expected, actual));

    private static IEnumerable<string> Differences(string at, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject left, JsonObject right) => left.Select(member => member.Key).Union(right.Select(member => member.Key))
            .SelectMany(name => left.ContainsKey(name) == right.ContainsKey(name) ? Differences($"{at}.{name}", left[name], right[name])
                : [$"{at}.{name}: expected {(left.ContainsKey(name) ? left[name]?.ToJsonString() ?? "null" : "nothing")}, found {(right.ContainsKey(name) ? right[name]?.ToJsonString() ?? "null" : "nothing")}"]),
        (JsonArray left, JsonArray right) when left.Count == right.Count => left.Zip(right).SelectMany((pair, index) => Differences($"{at}[{index}]", pair.First, pair.Second)),
        _ => expected?.ToJsonString() == actual?.ToJsonString() ? [] : [$"{at}: expected {expected?.ToJsonString() ?? "nothing"}, found {actual?.ToJsonString() ?? "nothing"}"],
    };
}
