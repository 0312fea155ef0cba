using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>Paths as definitions use them, and what they find: as Kubernetes documents them.</summary>
public sealed class JsonPathTests
{
    private const string Document = """
        {"metadata":{"labels":{"a.b/c":"slash","plain":"p"}},
        "spec":{"list":[{"x":0,"s":"s0"},{"x":1,"s":"s1","y":1.5},{"x":2,"s":"s)2"}],"m":{"k":"v","b":true},"words":["one","two"],"none":[]}}
        """;

    [Theory]
    [InlineData(".spec.m.k", "v")]
    [InlineData("$.spec.m.k", "v")]
    [InlineData(".", Document)]
    [InlineData(".spec.list[1].s", "s1")]
    [InlineData(".spec.list[-1].x", "2")]
    [InlineData(".spec.list[-1:].x", "2")]
    [InlineData(".spec.list[-2].x", "1")]
    [InlineData(".spec.list[0:2].x", "0", "1")]
    [InlineData(".spec.list[:2].x", "0", "1")]
    [InlineData(".spec.list[1:].x", "1", "2")]
    [InlineData(".spec.list[::2].x", "0", "2")]
    [InlineData(".spec.list[0,2].x", "0", "2")]
    [InlineData(".spec.list[0, 2].x", "0", "2")]
    [InlineData(".spec.list[1:1].x")]
    [InlineData(".spec.list[2:1].x")]
    [InlineData(".spec.list[0:4].x")]
    [InlineData(".spec.list[3].x")]
    [InlineData(".spec.list[-4].x")]
    [InlineData(".spec.list[::0].x")]
    [InlineData(".spec.list[*].s", "s0", "s1", "s)2")]
    [InlineData(".spec.none[*]")]
    [InlineData(".spec.none[-1:]")]
    [InlineData(".spec.m[*]")]
    [InlineData(".spec.m.*", "v", "true")]
    [InlineData(".spec.words.*", "one", "two")]
    [InlineData(".spec.m['k','b']", "v", "true")]
    [InlineData("..x", "0", "1", "2")]
    [InlineData(".spec..k", "v")]
    [InlineData(@".metadata.labels.a\.b/c", "slash")]
    [InlineData(@".metadata.labels['a\.b/c']", "slash")]
    [InlineData(".metadata['labels']['plain']", "p")]
    [InlineData(""".spec.list[?(@.s=="s1")].x""", "1")]
    [InlineData(".spec.list[?(@.s == 's1')].x", "1")]
    [InlineData(""".spec.list[?(@.s=="s)2")].x""", "2")]
    [InlineData(""".spec.list[?(@.s!="s1")].x""", "0", "2")]
    [InlineData(".spec.list[?(@.x>1)].s", "s)2")]
    [InlineData(".spec.list[?(@.x>=1)].s", "s1", "s)2")]
    [InlineData(".spec.list[?(@.x<1)].s", "s0")]
    [InlineData(".spec.list[?(@.x<=0)].s", "s0")]
    [InlineData(".spec.list[?(@.y==1.5)].s", "s1")]
    [InlineData(".spec.list[?(@.y==1)].s")]
    [InlineData(".spec.list[?(@.x==\"1\")].s")]
    [InlineData(".spec.list[?(@.y)].s", "s1")]
    [InlineData(".spec.m[?(@.k)]")]
    [InlineData(".spec.absent.more")]
    [InlineData(".spec.words[0].more")]
    public void Find_APath_FindsWhatItLeadsTo(string path, params string[] found)
    {
        var reader = JsonPathReader.TryParse(path);

        Assert.NotNull(reader);
        var expected = found.Select(text => text.StartsWith('{') ? JsonNode.Parse(text)!.ToJsonString() : text);
        Assert.Equal(expected, reader.Find(JsonNode.Parse(Document)).Select(value => value.Text() ?? value!.ToJsonString()));
    }

    [Theory]
    [InlineData("spec")]
    [InlineData(".spec[")]
    [InlineData(".spec[x]")]
    [InlineData(".spec[\"x\"]")]
    [InlineData(".spec[]")]
    [InlineData(".spec[1:2:3:4]")]
    [InlineData(".spec[99999999999]")]
    [InlineData(".spec[?(@.x]")]
    [InlineData(".spec[?(@.x==)]")]
    [InlineData(".spec[?(@.x=~1)]")]
    [InlineData(".spec....x")]
    [InlineData(".a,b")]
    [InlineData(".a}{.b")]
    public void TryParse_WhatIsNoPath_IsNone(string path) => Assert.Null(JsonPathReader.TryParse(path));

    [Fact]
    public void Find_IntoAllDepthsAgainAndAgain_FindsNothingRatherThanTooMuch()
    {
        var deep = JsonNode.Parse(string.Concat(Enumerable.Repeat("""{"a":""", 60)) + "1" + new string('}', 60));

        Assert.Equal(60, JsonPathReader.TryParse("..a")!.Find(deep).Count);
        Assert.Empty(JsonPathReader.TryParse("..a..a..a..a..a..a")!.Find(deep));
    }

    [Fact]
    public void TryParse_FiltersInEachOtherWithoutEnd_IsNone() =>
        Assert.Null(JsonPathReader.TryParse(string.Concat(Enumerable.Repeat(".a[?(@", 30)) + string.Concat(Enumerable.Repeat(")]", 30))));
}
