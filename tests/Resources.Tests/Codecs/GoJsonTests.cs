using System.Text;
using System.Text.Json;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class GoJsonTests
{
    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("  ", "unexpected end of JSON input")]
    [InlineData("v", "invalid character 'v' looking for beginning of value")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData("{]", "invalid character ']' looking for beginning of object key string")]
    [InlineData("{\"a\"}", "invalid character '}' after object key")]
    [InlineData("{\"a\":}", "invalid character '}' looking for beginning of value")]
    [InlineData("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("{}x", "invalid character 'x' after top-level value")]
    [InlineData("01", "invalid character '1' after top-level value")]
    [InlineData("-", "unexpected end of JSON input")]
    [InlineData("-a", "invalid character 'a' in numeric literal")]
    [InlineData("1.e", "invalid character 'e' after decimal point in numeric literal")]
    [InlineData("1e+x", "invalid character 'x' in exponent of numeric literal")]
    [InlineData("tru", "unexpected end of JSON input")]
    [InlineData("trux", "invalid character 'x' in literal true (expecting 'e')")]
    [InlineData("nul1", "invalid character '1' in literal null (expecting 'l')")]
    [InlineData("\"\n\"", "invalid character '\\n' in string literal")]
    [InlineData("\"\\x\"", "invalid character 'x' in string escape code")]
    [InlineData("\"\\u00g0\"", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("'a'", "invalid character '\\'' looking for beginning of value")]
    [InlineData("é", "invalid character 'Ã' looking for beginning of value")]
    public void Fault_NoJson_IsSaidAsGoSaysIt(string text, string fault) => Assert.Equal(fault, GoJson.Fault(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("null", null)]
    [InlineData(" {} ", null)]
    [InlineData("[]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("\"a\"", "json: cannot unmarshal string into Go value of type map[string]interface {}")]
    [InlineData("-1", "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData("false", "json: cannot unmarshal bool into Go value of type map[string]interface {}")]
    public void ObjectFault_OtherValue_IsSaidAsGoSaysIt(string text, string? fault) => Assert.Equal(fault, GoJson.ObjectFault(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Fault_TextOfPiecesOfJson_IsOneExactlyWhereThePlatformFindsOne()
    {
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u00e9\\n\"", "0", "-12.5e3", "true", "null", " ", "1", ".", "e"];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)])));
            Assert.True(IsJson(text) == (GoJson.Fault(text) is null), $"seed {seed}: {Encoding.UTF8.GetString(text)}");
        }
    }

    [Fact]
    public void Fault_DeepNesting_IsRefusedAsGoRefusesIt()
    {
        Assert.Null(GoJson.Fault(Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000))));
        Assert.Equal("invalid character '[' exceeded max depth", GoJson.Fault(Encoding.UTF8.GetBytes(new string('[', 10_001))));
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
