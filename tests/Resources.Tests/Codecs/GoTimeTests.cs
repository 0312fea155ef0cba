using System.Globalization;
using CloudOrchestrator.Resources.Codecs;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

/// <summary>Times are read as Go reads them, and what is wrong with others is said as Go says it.</summary>
public sealed class GoTimeTests
{
    private const string Second = "2006-01-02T15:04:05Z07:00";
    private const string Micro = "2006-01-02T15:04:05.000000Z07:00";

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0000000")]
    [InlineData("2026-01-02T03:04:05.25Z", "2026-01-02T03:04:05.2500000")]
    [InlineData("2026-01-02T03:04:05,123456789+01:30", "2026-01-02T01:34:05.1234567")]
    [InlineData("2026-01-02T3:04:05-24:60", "2026-01-03T04:04:05.0000000")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000")]
    public void Read_ATime_IsThatTime(string text, string utc)
    {
        Assert.Null(GoTime.Read(text, isMicro: false, out var time));
        Assert.Equal(utc, time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("x", $" as \"{Second}\": cannot parse \"x\" as \"2006\"")]
    [InlineData("", $" as \"{Second}\": cannot parse \"\" as \"2006\"")]
    [InlineData("+202-01-02T03:04:05Z", $" as \"{Second}\": cannot parse \"+202-01-02T03:04:05Z\" as \"2006\"")]
    [InlineData("2026/01/02", $" as \"{Second}\": cannot parse \"/01/02\" as \"-\"")]
    [InlineData("2026-1-02T03:04:05Z", $" as \"{Second}\": cannot parse \"1-02T03:04:05Z\" as \"01\"")]
    [InlineData("2026-01-02", $" as \"{Second}\": cannot parse \"\" as \"T\"")]
    [InlineData("2026-01-02 03:04:05Z", $" as \"{Second}\": cannot parse \" 03:04:05Z\" as \"T\"")]
    [InlineData("2026-01-02TaZ", $" as \"{Second}\": cannot parse \"aZ\" as \"15\"")]
    [InlineData("2026-01-02T03:4:05Z", $" as \"{Second}\": cannot parse \"4:05Z\" as \"04\"")]
    [InlineData("2026-01-02T03:04", $" as \"{Second}\": cannot parse \"\" as \":\"")]
    [InlineData("2026-01-02T03:04:05", $" as \"{Second}\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("2026-01-02T03:04:05.Z", $" as \"{Second}\": cannot parse \".Z\" as \"Z07:00\"")]
    [InlineData("2026-01-02T03:04:05+0100", $" as \"{Second}\": cannot parse \"+0100\" as \"Z07:00\"")]
    [InlineData("2026-01-02T03:04:05 01:00", $" as \"{Second}\": cannot parse \" 01:00\" as \"Z07:00\"")]
    [InlineData("2026-01-02T03:04:05Zulu", ": extra text: \"ulu\"")]
    [InlineData("2026-13-02T03:04:05Z", ": month out of range")]
    [InlineData("2026-00-02T03:04:05Z", ": month out of range")]
    [InlineData("2026-02-30T03:04:05Z", ": day out of range")]
    [InlineData("2026-02-00T03:04:05Z", ": day out of range")]
    [InlineData("2026-02-01T24:00:00Z", ": hour out of range")]
    [InlineData("2026-02-01T23:60:00Z", ": minute out of range")]
    [InlineData("2026-02-01T23:00:60Z", ": second out of range")]
    [InlineData("2026-02-01T23:00:00+25:00", ": time zone offset hour out of range")]
    [InlineData("2026-02-01T23:00:00+24:61", ": time zone offset minute out of range")]
    public void Read_NoTime_IsToldAsGoTellsIt(string text, string said)
    {
        Assert.Equal($"parsing time \"{text}\"{said}", GoTime.Read(text, isMicro: false, out _));
    }

    [Fact]
    public void Read_TextBeyondAscii_IsQuotedAsGoQuotesIt() =>
        Assert.Equal("""parsing time "\"\xc3\xa9\x0a" as "2006-01-02T15:04:05Z07:00": cannot parse "\"\xc3\xa9\x0a" as "2006".""", GoTime.Read("\"é\n", isMicro: false, out _) + ".");

    [Theory]
    [InlineData("2026-01-02T03:04:05.123456Z", null)]
    [InlineData("2026-01-02T03:04:05,123456Z", null)]
    [InlineData("2026-01-02T03:04:05Z", null)]
    [InlineData("2026-01-02T03:04:05", $" as \"{Micro}\": cannot parse \"\" as \".000000\"")]
    [InlineData("2026-01-02T03:04:05.12Z", $" as \"{Micro}\": cannot parse \".12Z\" as \".000000\"")]
    [InlineData("2026-01-02T03:04:05.1234567Z", $" as \"{Micro}\": cannot parse \"7Z\" as \"Z07:00\"")]
    [InlineData("x", $" as \"{Micro}\": cannot parse \"x\" as \"2006\"")]
    public void Read_ToTheMicrosecond_HasSixDigits(string text, string? said) =>
        Assert.Equal(said is null ? null : $"parsing time \"{text}\"{said}", GoTime.Read(text, isMicro: true, out _));
}
