using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

/// <summary>Texts in messages are quoted as Go quotes them.</summary>
public sealed class GoTextTests
{
    [Theory]
    [InlineData("a b", "\"a b\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("<é😀𐐀>", "\"<é😀𐐀>\"")]
    [InlineData("\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"")]
    [InlineData("\0\u001b\u007f", "\"\\x00\\x1b\\x7f\"")]
    [InlineData("\u0085\u00a0\u200b\u2028\ue000\ufeff", "\"\\u0085\\u00a0\\u200b\\u2028\\ue000\\ufeff\"")]
    [InlineData("\U000e0001", "\"\\U000e0001\"")]
    public void Quoted_AText_IsAsGoHasIt(string text, string quoted) => Assert.Equal(quoted, GoText.Quoted(text));

    [Fact]
    public void Faults_ShowValuesAsGoDoes()
    {
        Assert.Equal("Duplicate value: \"😀\"", Faults.Duplicate("a", "😀").Message);
        Assert.Equal("Duplicate value: {\"a\":\"😀\\u003c\"}", Faults.Duplicate("a", new JsonObject { ["a"] = "😀<" }).Message);
        Assert.Equal("Invalid value: \"<\\x7f\": wrong", Faults.Invalid("a", "<\u007f", "wrong").Message);
        Assert.Equal("Unsupported value: \"\\u00a0\": supported values: \"b\"", Faults.NotSupported("a", "\u00a0", "b").Message);
    }
}
