using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Times as Go reads those of RFC 3339: of two layouts, with what is wrong said as Go says it.</summary>
/// <remarks>Go takes an hour of one digit, a comma before the fraction, and zones of up to 24:60. Source: Go's package time.</remarks>
public ref struct GoTime
{
    /// <summary>The layout of times to the second, which may have a fraction all the same.</summary>
    private const string SecondLayout = "2006-01-02T15:04:05Z07:00";

    /// <summary>The layout of times to the microsecond, which have all six digits.</summary>
    private const string MicroLayout = "2006-01-02T15:04:05.000000Z07:00";

    private const int MicroDigits = 6;
    private const int HoursOfZoneMax = 24;
    private const int MinutesOfZoneMax = 60;

    private readonly string _text;
    private readonly bool _isMicro;
    private int _at;
    private long _ticks;
    private string? _fault;

    private GoTime(string text, bool isMicro) => (_text, _isMicro) = (text, isMicro);

    private readonly ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isMicro">Whether it has to be to the microsecond.</param>
    /// <param name="utc">The time.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(string text, bool isMicro, out DateTime utc)
    {
        var reading = new GoTime(text, isMicro);
        utc = reading.Time();
        return reading._fault;
    }

    private DateTime Time()
    {
        var year = Year();
        Skip('-');
        var month = Part("01", isFixed: true, 1, 12, "month");
        Skip('-');
        var day = Part("02", isFixed: true, 0, 99, "");
        Skip('T');
        var hour = Part("15", isFixed: false, 0, 23, "hour");
        Skip(':');
        var minute = Part("04", isFixed: true, 0, 59, "minute");
        Skip(':');
        var second = Part("05", isFixed: true, 0, 59, "second");
        Fraction();
        var zone = Zone();
        if (_fault is null && _at < _text.Length)
        {
            Fail($": extra text: {Quoted(Rest)}");
        }

        if (_fault is null && (day < 1 || day > (year == 0 ? DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month))))
        {
            Fail(": day out of range");
        }

        // Go counts from the year 0 on; what is before the platform's first moment, or past its last one, no object was made at.
        var seconds = _fault is null && year > 0 ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - (zone * TimeSpan.TicksPerMinute) + _ticks : -1;
        if (_fault is null && (seconds < 0 || seconds > DateTime.MaxValue.Ticks))
        {
            Fail(": year out of range");
        }

        return _fault is null ? new DateTime(seconds, DateTimeKind.Utc) : default;
    }

    private int Year()
    {
        if (Rest.Length >= 4 && int.TryParse(Rest[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            _at += 4;
            return year;
        }

        Unlike("2006", _at);
        return 0;
    }

    private void Skip(char wanted)
    {
        if (_fault is null && (_at == _text.Length || _text[_at] != wanted))
        {
            Unlike(wanted.ToString(), _at);
        }

        _at++;
    }

    private int Part(string layout, bool isFixed, int min, int max, string name)
    {
        if (_fault is not null)
        {
            return min;
        }

        if (Number(_at, isFixed) is not var (number, digits))
        {
            Unlike(layout, _at);
            return min;
        }

        _at += digits;
        if (number < min || number > max)
        {
            Fail($": {name} out of range");
        }

        return number;
    }

    /// <summary>The fraction: of a time to the microsecond of that many digits, else of any number of them or none.</summary>
    private void Fraction()
    {
        if (_fault is not null)
        {
            return;
        }

        var digits = 0;
        if (Rest is ['.' or ',', ..])
        {
            while (_at + 1 + digits < _text.Length && char.IsAsciiDigit(_text[_at + 1 + digits]))
            {
                digits++;
            }
        }

        // A whole second may go without, which Go does not take: .NET's client writes it so, in leases too.
        if (_isMicro && digits < MicroDigits && Rest is not ['Z' or '+' or '-', ..])
        {
            Unlike(".000000", _at);
            return;
        }

        digits = _isMicro ? Math.Min(digits, MicroDigits) : digits;
        for (var index = 0; index < Math.Min(digits, 7); index++)
        {
            _ticks += (_text[_at + 1 + index] - '0') * (long)Math.Pow(10, 6 - index);
        }

        _at += digits == 0 ? 0 : digits + 1;
    }

    /// <summary>How many minutes the zone is before the universal one.</summary>
    private int Zone()
    {
        if (_fault is not null)
        {
            return 0;
        }

        if (Rest is ['Z', ..])
        {
            _at++;
            return 0;
        }

        if (Rest.Length < 6 || Rest[3] != ':' || Number(_at + 1, isFixed: true) is not var (hours, _) || Number(_at + 4, isFixed: true) is not var (minutes, _))
        {
            Unlike("Z07:00", _at);
            return 0;
        }

        if (hours > HoursOfZoneMax || minutes > MinutesOfZoneMax)
        {
            Fail($": time zone offset {(minutes > MinutesOfZoneMax ? "minute" : "hour")} out of range");
        }
        else if (Rest[0] is not ('+' or '-'))
        {
            Unlike("Z07:00", _at);
        }

        var zone = (hours * 60) + minutes;
        zone = Rest[0] == '-' ? -zone : zone;
        _at += 6;
        return zone;
    }

    /// <summary>The number of two digits, or of one where it may be, that stands somewhere; null for none.</summary>
    private readonly (int Number, int Digits)? Number(int at, bool isFixed)
    {
        var isOne = at < _text.Length && char.IsAsciiDigit(_text[at]);
        var isTwo = at + 1 < _text.Length && char.IsAsciiDigit(_text[at + 1]);
        return !isOne || (isFixed && !isTwo) ? null
            : isTwo ? (((_text[at] - '0') * 10) + (_text[at + 1] - '0'), 2)
            : (_text[at] - '0', 1);
    }

    private void Unlike(string layout, int at) =>
        Fail($" as \"{(_isMicro ? MicroLayout : SecondLayout)}\": cannot parse {Quoted(_text.AsSpan(at))} as \"{layout}\"");

    private void Fail(string why) => _fault = $"parsing time {Quoted(_text)}{why}";

    private static string Quoted(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder("\"");
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < ' ' or >= 0x80)
            {
                foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
                {
                    result.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
                }
            }
            else
            {
                result.Append(rune.Value is '"' or '\\' ? "\\" : "").Append((char)rune.Value);
            }
        }

        return result.Append('"').ToString();
    }
}
