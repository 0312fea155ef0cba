using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>Patterns of schemas mean what they mean to Go.</summary>
public sealed class Re2PatternTests
{
    [Theory]
    [InlineData(@"^\d+$", "123", "١٢٣")]
    [InlineData(@"^\w+$", "a_Z9", "é")]
    [InlineData(@"^a\sb$", "a\tb", "a\u00a0b")]
    [InlineData(@"^a\sb$", "a b", "a\vb")]
    [InlineData(@"^\D$", "é", "1")]
    [InlineData(@"^\W$", "é", "_")]
    [InlineData(@"^\S$", "\u00a0", " ")]
    [InlineData(@"^[\d-]+$", "1-2", "٣")]
    [InlineData(@"^[^\D]+$", "12", "a")]
    [InlineData(@"^[\W\d]+$", "é1", "a")]
    [InlineData("^[[:alpha:]_]+$", "aZ_", "é")]
    [InlineData("^[[:^alpha:]]$", "é", "a")]
    [InlineData("^[[:space:]]$", "\v", "\u00a0")]
    [InlineData(@"^\pL$", "é", "1")]
    [InlineData(@"^\p{Lu}\P{Lu}$", "Éa", "aa")]
    [InlineData(@"^\p{^L}$", "1", "a")]
    [InlineData(@"^[^\pN]$", "a", "٣")]
    [InlineData("^a$", "a", "a\n")]
    [InlineData("(^a$)|b$", "b", "a\n")]
    [InlineData("(?m)^a$", "b\na\nc", "ab")]
    [InlineData("^a.c$", "abc", "a\nc")]
    [InlineData("(?s)^a.c$", "a\nc", "ac")]
    [InlineData("(?i)^abc$", "AbC", "abd")]
    [InlineData("^(?i:a)b$", "Ab", "AB")]
    [InlineData("^(?P<name>a)(?<other>b)(?:c)$", "abc", "ab")]
    [InlineData("(?U)^a+?$", "aaa", "b")]
    [InlineData(@"^\Qa.b*\E+$", "a.b**", "aab")]
    [InlineData(@"^\x41\x{1F600}\101$", "A😀A", "A")]
    [InlineData("^.$", "😀", "😀😀")]
    [InlineData("^.{2}$", "😀a", "😀")]
    [InlineData("^[^a]$", "😀", "a")]
    [InlineData("^[😀-😂]+$", "😁", "😃")]
    [InlineData("^[^😀-😂]$", "😃", "😁")]
    [InlineData("^[a-😁]$", "😀", "😂")]
    [InlineData("^😀?a$", "a", "\ude00a")]
    [InlineData(@"^\_\-\/$", "_-/", "-/")]
    [InlineData("^[]a]+$", "]a", "b")]
    [InlineData("^[a-c[-]+$", "[-", "d")]
    [InlineData(@"^[\.]+$", "..", "a")]
    [InlineData(@"^[a\-z]+$", "a-z", "b")]
    [InlineData(@"^[a-z\-]+$", "b-", "B")]
    [InlineData(@"^[^\]]+$", "a", "]")]
    [InlineData(@"^[\[\]a]+$", "[a]", "b")]
    [InlineData(@"^[\w\.\-]+$", "a.b-c", "a/b")]
    [InlineData(@"^[\x41-\x43]+$", "ABC", "D")]
    [InlineData(@"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$", "X-Foo`", "a b")]
    [InlineData(@"^(?:[-A-Za-z0-9\/._~%!$&'()*+,;=:]|[%][0-9a-fA-F]{2})+$", "/a/b", "a b")]
    [InlineData("^a{,2}$", "a{,2}", "aa")]
    [InlineData("^(a{2}){3}$", "aaaaaa", "aaaa")]
    public void Pattern_OfASchema_MatchesAsInGo(string pattern, string like, string unlike)
    {
        var rules = new ValueRules(new JsonObject { ["pattern"] = pattern });

        Assert.NotNull(ValueRules.Compile(pattern, out var fault));
        Assert.Equal(("", true, false), (fault, rules.Matches(like), rules.Matches(unlike)));
    }

    [Theory]
    [InlineData("(?=a)")]
    [InlineData(@"\p{IsGreek}")]
    [InlineData(@"[\p{IsGreek}]")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData("(?x)a")]
    [InlineData("(?#a)")]
    [InlineData("(?'n'a)")]
    [InlineData("(?i")]
    [InlineData("(?)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"a\Z")]
    [InlineData(@"\cA")]
    [InlineData(@"\e")]
    [InlineData("a\\")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[[:none:]]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a**")]
    [InlineData("*")]
    [InlineData("a{1001}")]
    [InlineData("a{2,1}")]
    [InlineData("(a{100}){100}")]
    [InlineData(@"\p{No")]
    [InlineData(@"\x{110000}")]
    public void Pattern_ThatIsNoneInGo_IsRefused(string pattern)
    {
        Assert.Null(ValueRules.Compile(pattern, out var fault));
        Assert.NotEqual("", fault);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(.*?,){11}P$")]
    public async Task Pattern_ThatWouldBacktrackForEver_EndsInTime(string pattern)
    {
        var rules = new ValueRules(new JsonObject { ["pattern"] = pattern });

        var matching = Task.Run(() => rules.Matches(new string('a', 20_000) + "!"), TestContext.Current.CancellationToken);

        Assert.False(await matching.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Pattern_OfAnyCharacters_IsOneOrIsRefused() =>
        Gen.String[Gen.Char["ab1()[]{}^$*+?.|\\-,:<>P=!imsUxdDwWQEpLz😀"], 0, 20].Sample(
            pattern =>
            {
                foreach (var isWide in new[] { false, true })
                {
                    ValueRules.Compile(pattern, out _, isWide)?.IsMatch("a1😀b");
                }
            },
            iter: 20_000);
}
