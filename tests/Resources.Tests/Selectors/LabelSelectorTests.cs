using CloudOrchestrator.Resources.Selectors;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["example.com/tier"] = "", ["size"] = "5" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData(" app = web , size ", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=web", false)]
    [InlineData("missing!=x", true)]
    [InlineData("!app", false)]
    [InlineData("!missing", true)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app notin(web)", false)]
    [InlineData("missing in (x)", false)]
    [InlineData("missing notin (x)", true)]
    [InlineData("example.com/tier=", true)]
    [InlineData("size>4,size<6", true)]
    [InlineData("size>5", false)]
    [InlineData("app>1", false)]
    public void Matches_ASelector_FollowsTheGrammar(string text, bool matches)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out var error), error);
        Assert.Equal(matches, selector.Matches(Labels));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData("a=b=c")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a in (b c)")]
    [InlineData("!a=b")]
    [InlineData("a b")]
    [InlineData("a=-b")]
    [InlineData("a>x")]
    [InlineData("(a)")]
    public void TryParse_AWrongSelector_SaysWhy(string text)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void TryParse_AnyText_EndsWithAnAnswer() =>
        Gen.String[Gen.Char["ab1=!<>(), in/-.\t"], 0, 30].Sample(text =>
        {
            if (LabelSelector.TryParse(text, out var selector, out _))
            {
                selector.Matches(Labels);
            }
        });
}
