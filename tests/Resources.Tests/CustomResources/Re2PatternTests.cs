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
    [InlineData(@"^\p{Greek}+$", "αβΩ", "abc")]
    [InlineData(@"^\P{Greek}$", "a", "α")]
    [InlineData(@"^\p{^Greek}$", "a", "α")]
    [InlineData(@"^[\p{Han}\p{Hiragana}]+$", "漢あ𠀀", "カ")]
    [InlineData(@"^[^\p{Latin}]$", "1", "é")]
    [InlineData(@"^\p{Any}$", "😀", "ab")]
    [InlineData(@"^\p{So}$", "😀", "a")]
    [InlineData(@"^\p{L}$", "𐐀", "😀")]
    [InlineData(@"^\p{C}$", "\u0001", "\u0378")]
    [InlineData("^[^é]$", "è", "é")]
    [InlineData("^é*$", "ééé", "è")]
    [InlineData("^[é-漢]+$", "éΩ漢", "😀")]
    [InlineData("^a.{3}b$", "aé漢😀b", "aé漢b")]
    [InlineData("^a\u00a0b$", "a\u00a0b", "a b")]
    [InlineData("é", "aéb", "aeb")]
    [InlineData("(?i)^𐐀$", "𐐨", "𐐩")]
    [InlineData("(?i)^[𐐀-𐐁]+$", "𐐨𐐩", "𐐪")]
    [InlineData("(?i)^k$", "\u212a", "l")]
    [InlineData("(?i)^s$", "ſ", "z")]
    [InlineData("(?i)^[^k]$", "l", "\u212a")]
    [InlineData("(?i)^i$", "I", "İ")]
    [InlineData("(?i)^i$", "i", "ı")]
    [InlineData("(?i)^σ+$", "ςΣσ", "ω")]
    [InlineData(@"(?i)^\p{Lu}$", "a", "1")]
    [InlineData(@"(?i)^\w$", "ſ", "é")]
    [InlineData("(?i)^[[:upper:]]$", "a", "1")]
    [InlineData("(?i)^(?-i:a)b$", "aB", "AB")]
    [InlineData("^(?:(?i)a)b$", "Ab", "AB")]
    [InlineData(@"^é\ba", "éa", "ea")]
    [InlineData(@"^é\Bé$", "éé", "é")]
    [InlineData(@"\bfoo\b", "a foo", "afoo")]
    [InlineData(@"\bfoo\b", "éfooé", "foo_")]
    [InlineData("^a{,2}$", "a{,2}", "aa")]
    [InlineData("^(a{2}){3}$", "aaaaaa", "aaaa")]
    [InlineData("^a{02}$", "a{02}", "aa")]
    [InlineData("^a{2$", "a{2", "aa")]
    [InlineData(@"^ab*\Q\E{2}c$", "abbbc", "ababc")]
    [InlineData("^a(?i)+b$", "aaB", "AB")]
    [InlineData("^(ab){2}(?s){2}$", "abababab", "abab")]
    [InlineData("^(?)a$", "a", "A")]
    [InlineData("(^)*a$", "ba", "b")]
    [InlineData(@"^a\x{D800}?$", "a", "\ufffd")]
    public void Pattern_OfASchema_MatchesAsInGo(string pattern, string like, string unlike)
    {
        var rules = new ValueRules(new JsonObject { ["pattern"] = pattern });

        Assert.NotNull(ValueRules.Compile(pattern, out var fault));
        Assert.Equal(("", true, false), (fault, rules.Matches(like), rules.Matches(unlike)));
    }

    [Theory]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax", "(?=")]
    [InlineData(@"\p{IsGreek}", "invalid character class range", @"\p{IsGreek}")]
    [InlineData(@"[\p{IsGreek}]", "invalid character class range", @"\p{IsGreek}")]
    [InlineData(@"\p{a b}c", "invalid character class range", @"\p{a b}")]
    [InlineData(@"\p", "invalid character class range", @"\p")]
    [InlineData(@"\p😀a", "invalid character class range", @"\p😀")]
    [InlineData("(?<=a)b", "invalid named capture", "(?<=a)b")]
    [InlineData("(?<!a)b>c", "invalid named capture", "(?<!a)b>")]
    [InlineData("(?P<a b>c)", "invalid named capture", "(?P<a b>")]
    [InlineData("(?P<a", "invalid named capture", "(?P<a")]
    [InlineData("(?P<>a)", "invalid named capture", "(?P<>")]
    [InlineData("(?P<", "invalid or unsupported Perl syntax", "(?P")]
    [InlineData("(?P=a)", "invalid or unsupported Perl syntax", "(?P")]
    [InlineData("(?<", "invalid or unsupported Perl syntax", "(?<")]
    [InlineData("(?>a)", "invalid or unsupported Perl syntax", "(?>")]
    [InlineData("(?x)a", "invalid or unsupported Perl syntax", "(?x")]
    [InlineData("(?#a)", "invalid or unsupported Perl syntax", "(?#")]
    [InlineData("(?'n'a)", "invalid or unsupported Perl syntax", "(?'")]
    [InlineData("(?i", "invalid or unsupported Perl syntax", "(?i")]
    [InlineData("(?", "invalid or unsupported Perl syntax", "(?")]
    [InlineData("(?i-)a", "invalid or unsupported Perl syntax", "(?i-)")]
    [InlineData("(?i-s-m)a", "invalid or unsupported Perl syntax", "(?i-s-")]
    [InlineData("(?😀)", "invalid or unsupported Perl syntax", "(?😀")]
    [InlineData(@"(a)\1", "invalid escape sequence", @"\1")]
    [InlineData(@"a\Z", "invalid escape sequence", @"\Z")]
    [InlineData(@"a\C", "invalid escape sequence", @"\C")]
    [InlineData(@"\cA", "invalid escape sequence", @"\c")]
    [InlineData(@"\e", "invalid escape sequence", @"\e")]
    [InlineData(@"\😀a", "invalid escape sequence", @"\😀")]
    [InlineData(@"\x", "invalid escape sequence", @"\x")]
    [InlineData(@"\x1", "invalid escape sequence", @"\x1")]
    [InlineData(@"\xz1a", "invalid escape sequence", @"\xz1")]
    [InlineData(@"\x{}a", "invalid escape sequence", @"\x{}")]
    [InlineData(@"\x{12", "invalid escape sequence", @"\x{12")]
    [InlineData(@"\x{1z}", "invalid escape sequence", @"\x{1z")]
    [InlineData(@"\x{110000}", "invalid escape sequence", @"\x{110000")]
    [InlineData(@"[a-\d]", "invalid escape sequence", @"\d")]
    [InlineData("a\\", "trailing backslash at end of expression", "")]
    [InlineData("[a\\", "trailing backslash at end of expression", "")]
    [InlineData("b[a", "missing closing ]", "[a")]
    [InlineData("[", "missing closing ]", "[")]
    [InlineData("[a-", "missing closing ]", "[a-")]
    [InlineData("[^]", "missing closing ]", "[^]")]
    [InlineData("x[b-a]", "invalid character class range", "b-a")]
    [InlineData("[[:none:]]", "invalid character class range", "[:none:]")]
    [InlineData("[[:^^alpha:]]", "invalid character class range", "[:^^alpha:]")]
    [InlineData("[[:d:]]", "invalid character class range", "[:d:]")]
    [InlineData("a(b", "missing closing )", "a(b")]
    [InlineData("(?i:a", "missing closing )", "(?i:a")]
    [InlineData("a)b", "unexpected )", "a)b")]
    [InlineData("a**", "invalid nested repetition operator", "**")]
    [InlineData("a*?+b", "invalid nested repetition operator", "*?+")]
    [InlineData("a{2}{3}?b", "invalid nested repetition operator", "{2}{3}?")]
    [InlineData("*", "missing argument to repetition operator", "*")]
    [InlineData("a|*b", "missing argument to repetition operator", "*")]
    [InlineData("(+?)", "missing argument to repetition operator", "+?")]
    [InlineData("(?i)?", "missing argument to repetition operator", "?")]
    [InlineData(@"\Q\E{2}", "missing argument to repetition operator", "{2}")]
    [InlineData("a{1001}", "invalid repeat count", "{1001}")]
    [InlineData("a{1001,}", "invalid repeat count", "{1001,}")]
    [InlineData("a{2,1}", "invalid repeat count", "{2,1}")]
    [InlineData("a{1,99999999999}", "invalid repeat count", "{1,99999999999}")]
    [InlineData("(a{100}){100}?", "invalid repeat count", "{100}?")]
    [InlineData("((a{1,30}){1,30}){1,30}", "invalid repeat count", "{1,30}")]
    [InlineData("(?:(?:a{2}){2,}){251}", "invalid repeat count", "{251}")]
    [InlineData(@"\p{Greeks}", "invalid character class range", @"\p{Greeks}")]
    [InlineData(@"\p{greek}", "invalid character class range", @"\p{greek}")]
    [InlineData(@"\p{Cn}", "invalid character class range", @"\p{Cn}")]
    [InlineData(@"\p{^}", "invalid character class range", @"\p{^}")]
    [InlineData(@"\p{No", "invalid character class range", @"\p{No")]
    public void Pattern_ThatIsNoneInGo_IsRefusedAsGoDoes(string pattern, string why, string where)
    {
        Assert.Null(ValueRules.Compile(pattern, out var fault));
        Assert.Equal($"error parsing regexp: {why}: `{where}`", fault);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(.*?,){11}P$")]
    [InlineData("^((a{1,10}){1,10}){1,10}$")]
    [InlineData("^(((a?){1,10}){1,10}){1,10}$")]
    [InlineData(@"^(\p{L}{1,30}){1,30}$")]
    [InlineData(@"(?i)^[^\p{Greek}]{1000}$")]
    [InlineData(@"^(\p{L}\p{M}*|[\p{Han}😀-😿]){1,100}$")]
    public async Task Pattern_ThatWouldBacktrackForEver_EndsInTime(string pattern)
    {
        var rules = new ValueRules(new JsonObject { ["pattern"] = pattern });

        foreach (var end in new[] { "!", "\u00a0" })
        {
            Assert.True(ValueRules.Compile(pattern, out var fault) is not null, fault);
            var matching = Task.Run(() => rules.Matches(new string('a', 20_000) + end), TestContext.Current.CancellationToken);
            Assert.False(await matching.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Pattern_OfGroupsWithinGroupsWithoutEnd_IsRefused()
    {
        Assert.NotNull(ValueRules.Compile(new string('(', 500) + "a" + new string(')', 500), out _));
        Assert.Null(ValueRules.Compile(new string('(', 100_000) + "a" + new string(')', 100_000), out var fault));
        Assert.StartsWith("error parsing regexp: expression nests too deeply", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(?i)é")]
    [InlineData("[^a]")]
    [InlineData("(?:a|b)")]
    [InlineData(@"\p{L}{10}")]
    public void Pattern_TooLarge_IsRefused(string part)
    {
        Assert.Null(ValueRules.Compile(string.Concat(Enumerable.Repeat(part, 20_000)), out var fault));
        Assert.StartsWith("error parsing regexp: expression too large", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_OfManyCharacters_TellsEachFromTheOthers()
    {
        var characters = Enumerable.Range(0x4e00, 3000).Select(char.ConvertFromUtf32).ToList();
        var rules = new ValueRules(new JsonObject { ["pattern"] = $"^(?:{string.Join('|', characters)})$" });
        Assert.All(characters, one => Assert.True(rules.Matches(one)));
        Assert.False(rules.Matches(char.ConvertFromUtf32(0x4e00 + 3000)));
    }

    [Fact]
    public void Pattern_OfAnyCharacters_IsOneOrIsRefused() =>
        Gen.String[Gen.Char["ab1()[]{}^$*+?.|\\-,:<>P=!imsUxdDwWQEpLz😀"], 0, 20].Sample(
            pattern => { ValueRules.Compile(pattern, out _)?.IsMatch("a1😀b"); },
            iter: 20_000);
}
