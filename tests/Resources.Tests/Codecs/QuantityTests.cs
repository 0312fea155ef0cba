using CloudOrchestrator.Resources.Codecs;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class QuantityTests
{
    private static readonly string[] Suffixes = ["", "n", "u", "m", "k", "M", "G", "Ki", "Mi", "Gi", "Ti", "e3", "e-3", "E6"];

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("0Ki", "0")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("1.5", "1500m")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("1.", "1.")]
    [InlineData("1.500", "1.500")]
    [InlineData("0.500", "500m")]
    [InlineData("1.5000", "1500m")]
    [InlineData("7Ei", "7Ei")]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("10000Pi", "9223372036854775807")]
    [InlineData("-16Ei", "-9223372036854775807")]
    [InlineData("8192Pi", "9223372036854775807")]
    [InlineData("100E", "100E")]
    [InlineData("10000E", "10000E")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("+1", "+1")]
    [InlineData("-1500m", "-1500m")]
    [InlineData("007", "007")]
    [InlineData("0070", "0070")]
    [InlineData("1000", "1k")]
    [InlineData("1000000", "1M")]
    [InlineData("1500k", "1500k")]
    [InlineData("1e3", "1e3")]
    [InlineData("12E6", "12E6")]
    [InlineData("12000E3", "12e6")]
    [InlineData("1.5e3", "1500")]
    [InlineData("100e-3", "100e-3")]
    [InlineData("1e100", "10e99")]
    [InlineData("5e99", "5e99")]
    [InlineData("-2000e30", "-2e33")]
    [InlineData("1e+3", "1e+3")]
    [InlineData("1e-300", "1e-9")]
    [InlineData("1E", "1E")]
    [InlineData("1Ei", "1Ei")]
    [InlineData("1024", "1024")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("0.1Gi", "107374182400m")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1u", "1u")]
    [InlineData("1n", "1n")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    public void ToString_OfAValidText_IsCanonical(string text, string canonical)
    {
        Assert.True(Quantity.TryParse(text, out var quantity), text);
        Assert.Equal(canonical, quantity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.1.1")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1K")]
    [InlineData("1mi")]
    [InlineData("1ki")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("1e-2147483648")]
    [InlineData("1e2147483647")]
    [InlineData("1e301")]
    [InlineData("1e3\0")]
    [InlineData("1e3Mi")]
    [InlineData("one")]
    [InlineData("--1")]
    [InlineData("1GB")]
    [InlineData("NaN")]
    public void TryParse_AnInvalidText_IsRefused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Theory]
    [InlineData("1", 1, 1000)]
    [InlineData("1m", 1, 1)]
    [InlineData("1001m", 2, 1001)]
    [InlineData("1u", 1, 1)]
    [InlineData("1Ki", 1024, 1024000)]
    [InlineData("-1500m", -2, -1500)]
    [InlineData("8E", 8000000000000000000, long.MaxValue)]
    public void Value_OfAFraction_RoundsAwayFromZero(string text, long value, long milli)
    {
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(value, quantity.Value);
        Assert.Equal(milli, quantity.MilliValue);
    }

    [Theory]
    [InlineData("1", "1000m", 0)]
    [InlineData("1Ki", "1k", 1)]
    [InlineData("1Mi", "1G", -1)]
    [InlineData("-1", "0", -1)]
    public void CompareTo_OtherForms_ComparesTheAmounts(string left, string right, int order)
    {
        Assert.True(Quantity.TryParse(left, out var one) & Quantity.TryParse(right, out var other));
        Assert.Equal(order, one.CompareTo(other));
    }

    [Fact]
    public void ToString_OfAnyQuantity_ParsesToTheSameAmountAndText()
    {
        var texts = Gen.Select(Gen.Int[-99999, 99999], Gen.Int[0, 999], Gen.Int[0, 13].Select(index => Suffixes[index]));
        texts.Sample((whole, fraction, suffix) =>
        {
            Assert.True(Quantity.TryParse($"{whole}.{fraction}{suffix}", out var first));
            Assert.True(Quantity.TryParse(first.ToString(), out var second));
            Assert.Equal(first, second);
            Assert.Equal(first.ToString(), second.ToString());
        });
    }

    [Fact]
    public void TryParse_AnyText_EndsWithoutAnException() =>
        Gen.String[Gen.Char["0123456789.+-eEimnukKMGTPE x"], 0, 90].Sample(text =>
        {
            if (Quantity.TryParse(text, out var quantity))
            {
                Assert.NotEmpty(quantity.ToString());
                _ = quantity.MilliValue;
            }
        });
}
