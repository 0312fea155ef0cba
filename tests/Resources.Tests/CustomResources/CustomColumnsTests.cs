using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>The cells that the columns of a definition have.</summary>
public sealed class CustomColumnsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("string", "\"web\"", "\"web\"")]
    [InlineData("string", "7", "\"7\"")]
    [InlineData("string", "1000000", "\"1000000\"")]
    [InlineData("string", "1.5", "\"1.5\"")]
    [InlineData("string", "1e21", "\"1e\\u002B21\"")]
    [InlineData("string", "1234567.5", "\"1.2345675e\\u002B06\"")]
    [InlineData("string", "0.00001", "\"1e-05\"")]
    [InlineData("string", "true", "\"true\"")]
    [InlineData("string", "[1,\"a\"]", "\"[1,\\u0022a\\u0022]\"")]
    [InlineData("integer", "7.9", "7")]
    [InlineData("integer", "\"7\"", null)]
    [InlineData("number", "7.5", "7.5")]
    [InlineData("boolean", "true", "true")]
    [InlineData("boolean", "\"true\"", null)]
    [InlineData("date", "\"2025-12-31T23:00:00Z\"", "\"60m\"")]
    [InlineData("date", "\"yesterday\"", "\"\\u003Cinvalid\\u003E\"")]
    [InlineData("date", "\"\"", "\"\\u003Cunknown\\u003E\"")]
    [InlineData("date", "7", null)]
    public void Cell_AValue_IsShownAsItsTypeSays(string type, string value, string? cell) =>
        Assert.Equal(cell, Cell(type, ".spec.value", $$$"""{"spec":{"value":{{{value}}}}}""")?.ToJsonString());

    [Fact]
    public void Cell_SeveralValues_IsTheFirst() => Assert.Equal("a", (string?)Cell("string", ".spec[*]", """{"spec":["a","b"]}"""));

    [Fact]
    public void Cell_AValueAsDeepAsABodyMayBe_IsShown()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 250)) + "1" + new string('}', 250);

        Assert.Equal(deep, (string?)Cell("string", ".spec", $$$"""{"spec":{{{deep}}}}"""));
    }

    [Fact]
    public void Of_APathThatIsNone_EndsTheColumnsBeforeIt() =>
        Assert.Equal(["Name", "A"], CustomColumns.Of((JsonObject)JsonNode.Parse(
            """{"additionalPrinterColumns":[{"name":"A","type":"string","jsonPath":".a"},{"name":"B","type":"string","jsonPath":".a["},{"name":"C","type":"string","jsonPath":".c"}]}""")!).Select(column => column.Name));

    private static JsonNode? Cell(string type, string path, string document)
    {
        var version = new JsonObject { ["additionalPrinterColumns"] = new JsonArray(new JsonObject { ["name"] = "A", ["type"] = type, ["jsonPath"] = path }) };
        return CustomColumns.Of(version)[1].Value((JsonObject)JsonNode.Parse(document, documentOptions: new() { MaxDepth = 512 })!, Now);
    }
}
