using CloudOrchestrator.Pods.Specs;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Specs;

public sealed class VariableExpansionTests
{
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)y$(A)", "x1y1")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(NONE)", "$(NONE)")]
    [InlineData("$(A", "$(A")]
    [InlineData("$", "$")]
    [InlineData("$A", "$A")]
    [InlineData("a$$", "a$")]
    [InlineData("$(EMPTY)", "")]
    public void Expand_Text_IsAsKubernetesHasIt(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, name => name switch { "A" => "1", "EMPTY" => "", _ => null }));

    [Fact]
    public void Expand_AnyTextWithoutDollar_StaysAsItIs() =>
        Gen.String.Where(text => !text.Contains('$')).Sample(text => Assert.Equal(text, VariableExpansion.Expand(text, _ => "x")));

    [Fact]
    public void Expand_AnyText_NeverThrows() => Gen.String[Gen.Char["$()aA"], 0, 20].Sample(text => VariableExpansion.Expand(text, _ => null).Length >= 0);
}
