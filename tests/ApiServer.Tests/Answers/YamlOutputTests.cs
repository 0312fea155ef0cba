using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.Resources.Codecs;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Answers;

public class YamlOutputTests
{
    [Fact]
    public void Write_NestedDocument_IsBlockStyle() => Assert.Equal(
        """
        kind: Pod
        metadata:
          labels: {}
          name: a
          note: "1"
        spec:
          containers:
          - image: "b:1"
            args:
            - "-x"
            - "true"
          - image: c
          list: []
          replicas: 3
          none: null

        """.Replace("\"b:1\"", "b:1"),
        Written((JsonObject)JsonNode.Parse(
            """{"kind":"Pod","metadata":{"labels":{},"name":"a","note":"1"},"spec":{"containers":[{"image":"b:1","args":["-x","true"]},{"image":"c"}],"list":[],"replicas":3,"none":null}}""")!));

    [Fact]
    public void Write_AnyDocument_ReadsBackTheSame()
    {
        var text = Gen.OneOf(Gen.String, Gen.OneOf("yes", "null", "0x1F", "1e3", "1_000", "2001-01-01", "- a", "a: b", "a #b", "#", "|", ">", "\t", "é\u2028\n", "a\nb", "a\n\n  b: c\n", "a\n", "#!/bin/sh\n\tx\n---\n...\n", " a\nb", "a\n \nb", "a\n\n", "\na", "a\r\nb", "- a\n- é", "-", "?", ":", "12:30", "=", "0o7", ".5", "~", "N", "!!x", "*a", "&a", "@", "`", "'", "\"", "%", "{}", "[]", ""));
        var value = Gen.Recursive<JsonNode?>((depth, inner) => depth >= 4
            ? text.Select(one => (JsonNode?)JsonValue.Create(one))
            : Gen.OneOf(
                text.Select(one => (JsonNode?)JsonValue.Create(one)),
                Gen.Int.Select(one => (JsonNode?)JsonValue.Create(one)),
                Gen.Bool.Select(one => (JsonNode?)JsonValue.Create(one)),
                inner.List[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                Gen.Select(text, inner, (name, member) => (name, member)).List[0, 4].Select(members =>
                {
                    var map = new JsonObject();
                    foreach (var (name, member) in members)
                    {
                        map[name] = member?.DeepClone();
                    }

                    return (JsonNode?)map;
                })));
        value.Where(one => one is null || IsWellFormed(one.ToJsonString())).Sample(one =>
        {
            var document = new JsonObject { ["root"] = one?.DeepClone() };
            var yaml = Written(document);
            var outcome = YamlDecoder.Decode(Encoding.UTF8.GetBytes(yaml), null);
            Assert.True(outcome is DecodeOutcome.Decoded decoded && JsonNode.DeepEquals(decoded.Document, document), $"{document.ToJsonString()} became\n{yaml}\n{outcome}");
        });
    }

    /// <summary>Half of a surrogate pair is no text that any encoding could carry.</summary>
    private static bool IsWellFormed(string json) => !json.Contains("\\uD", StringComparison.OrdinalIgnoreCase) && !json.Contains('\uFFFD') && !json.Contains("\\uFFFD", StringComparison.OrdinalIgnoreCase);

    private static string Written(JsonNode document)
    {
        var output = new ArrayBufferWriter<byte>();
        YamlOutput.Write(document, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
