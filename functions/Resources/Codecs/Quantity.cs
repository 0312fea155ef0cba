using System.Globalization;
using System.Numerics;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>A quantity such as <c>500m</c> or <c>1Gi</c>, exact to a billionth; smaller fractions round away from zero, as in Kubernetes.</summary>
/// <remarks>Source of what is kept as it was given, and of what is capped: Kubernetes' type of the name.</remarks>
public readonly struct Quantity : IComparable<Quantity>, IEquatable<Quantity>
{
    private const string BinarySuffixes = "KMGTPE";
    private const string DecimalSuffixes = "kMGTPE";
    private const string FractionSuffixes = "mun";

    /// <summary>Largest exponent taken, of either sign. Go takes larger ones and then counts with numbers of as many digits, which is as good as never coming back.</summary>
    private const int ExponentMax = 300;

    /// <summary>Most digits of a number that is known to fit 64 bits.</summary>
    private const int DigitsMax = 18;

    /// <summary>Longest text that is looked for in what was parsed before.</summary>
    private const int RecentLengthMax = 16;

    private static readonly BigInteger Nano = BigInteger.Pow(10, 9);

    private static readonly BigInteger NanosPerMilli = BigInteger.Pow(10, 6);

    /// <summary>The most that a quantity with a binary suffix comes to; those with others have no bound.</summary>
    private static readonly BigInteger BinaryMax = long.MaxValue * Nano;

    /// <summary>The powers of ten up to that of a billion's suffix with as many decimals, which most quantities need one of.</summary>
    private static readonly BigInteger[] PowersOfTen = [.. Enumerable.Range(0, 28).Select(exponent => BigInteger.Pow(10, exponent))];

    /// <summary>What was parsed before, by the text's hash: most objects ask for the same few.</summary>
    private static readonly Parsed?[] Recent = new Parsed?[256];

    private readonly BigInteger _nanos;
    private readonly Form _form;
    private readonly string? _text;

    private Quantity(BigInteger nanos, Form form, string? text = null)
    {
        _nanos = nanos;
        _form = form;
        _text = text;
    }

    private enum Form
    {
        DecimalSuffix,
        BinarySuffix,
        Exponent,
    }

    /// <summary>Thousandths, rounded up.</summary>
    public long MilliValue => ToLong(DivideUp(_nanos, 1_000_000));

    /// <summary>Whole units, rounded up.</summary>
    public long Value => ToLong(DivideUp(_nanos, Nano));

    /// <summary>Whether it comes in whole units.</summary>
    public bool IsWhole => (_nanos % Nano).IsZero;

    /// <summary>Whether it is below zero.</summary>
    public bool IsNegative => _nanos.Sign < 0;

    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => _nanos.IsZero;

    /// <summary>Parses a quantity.</summary>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = default;
        if (text is null or { Length: 0 or > RecentLengthMax })
        {
            return !string.IsNullOrEmpty(text) && TryParseAnew(text, out quantity);
        }

        ref var recent = ref Recent[(uint)text.GetHashCode(StringComparison.Ordinal) % (uint)Recent.Length];
        if (recent is { } parsed && parsed.Text == text)
        {
            quantity = parsed.Quantity;
            return true;
        }

        if (!TryParseAnew(text, out quantity))
        {
            return false;
        }

        recent = new Parsed(text, quantity);
        return true;
    }

    /// <summary>What Kubernetes says of a text that is no quantity.</summary>
    /// <param name="text">The text; null for a value that is none.</param>
    public static string Fault(string? text)
    {
        var rest = (text ?? "").AsSpan();
        var number = rest.TrimStart("+-").TrimStart("0123456789").Length is var left && rest[^left..] is ['.', .. var decimals] ? decimals.TrimStart("0123456789") : rest[^left..];
        var exponent = number.TrimStart("eEinumkKMGTP");
        return rest.IsEmpty || !(exponent is ['+' or '-', .. var unsigned] ? unsigned : exponent).TrimStart("0123456789").IsEmpty
            ? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            : "unable to parse quantity's suffix";
    }

    private static bool TryParseAnew(string text, out Quantity quantity)
    {
        quantity = default;
        var end = text[0] is '+' or '-' ? 1 : 0;
        var start = end;
        var point = -1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && point < 0)))
        {
            point = text[end] == '.' ? end : point;
            end++;
        }

        var digits = text[start..end].Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > 64 || !TryMultiplier(text[end..], out var numerator, out var power, out var form))
        {
            return false;
        }

        var decimals = point < 0 ? 0 : end - point - 1;
        var scale = 9 + power - decimals;
        var value = Number(digits) * numerator;
        value = scale >= 0 ? value * PowerOfTen(scale) : DivideUp(value, PowerOfTen(-scale));
        if (form == Form.BinarySuffix && value > BinaryMax)
        {
            value = BinaryMax;
        }

        var whole = digits[..^decimals].TrimStart('0');
        var isKept = IsKept((whole.Length == 0 ? "0" : whole) + digits[^decimals..], decimals, power - decimals, numerator, form);
        quantity = new Quantity(text[0] == '-' ? -value : value, form, isKept ? text : null);
        return true;
    }

    /// <summary>Whether what was given passes for canonical and is kept as it is, though some of it is not quite: a sign, leading zeros.</summary>
    /// <param name="digits">All digits, without leading zeros before the point.</param>
    /// <param name="decimals">How many of them stand behind the point.</param>
    /// <param name="scale">The power of ten of the last one.</param>
    /// <param name="numerator">What a binary suffix multiplies with; 1 for others.</param>
    /// <param name="form">The form.</param>
    private static bool IsKept(string digits, int decimals, int scale, BigInteger numerator, Form form)
    {
        if (form != Form.BinarySuffix)
        {
            return digits.Length <= DigitsMax && scale >= -9 && scale % 3 == 0 && digits[0] != '0' && !digits.EndsWith("000", StringComparison.Ordinal);
        }

        // Where digits and suffix may come to more than fits, all is computed anew.
        var exponent = (int)BigInteger.Log2(numerator);
        return decimals == 0 && 15 - digits.Length - (exponent * 3 / 10) - 1 >= 0 && Number(digits) is var value && !(value % 8).IsZero
            && value * numerator <= long.MaxValue;
    }

    /// <summary>The least one of whole thousandths that is not below it, nor above it where it is negative; itself where it is one.</summary>
    public Quantity RoundUpToMilli() => (_nanos % NanosPerMilli).IsZero ? this : new(DivideUp(_nanos, NanosPerMilli) * NanosPerMilli, _form);

    /// <summary>The sum, in the form of the left one.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._nanos + right._nanos, left._form);

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    /// <inheritdoc/>
    public bool Equals(Quantity other) => _nanos == other._nanos;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _nanos.GetHashCode();

    /// <summary>The form that is written: what was given where that passes for canonical, else without a fraction, with the largest suffix that divides evenly.</summary>
    public override string ToString()
    {
        if (_text is not null)
        {
            return _text;
        }

        if (_nanos.IsZero)
        {
            return "0";
        }

        var isWhole = (_nanos % Nano).IsZero;
        return _form == Form.BinarySuffix && isWhole && BigInteger.Abs(_nanos) >= 1024 * Nano ? Binary(_nanos / Nano) : Decimal();
    }

    private static string Binary(BigInteger value)
    {
        var suffix = 0;
        while (suffix < BinarySuffixes.Length && (value % 1024).IsZero)
        {
            value /= 1024;
            suffix++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + (suffix == 0 ? "" : BinarySuffixes[suffix - 1] + "i");
    }

    private string Decimal()
    {
        var value = _nanos;
        var exponent = -9;
        while ((exponent < 18 || _form == Form.Exponent) && (value % 1000).IsZero)
        {
            value /= 1000;
            exponent += 3;
        }

        var number = value.ToString(CultureInfo.InvariantCulture);
        return exponent == 0 ? number
            : _form == Form.Exponent ? $"{number}e{exponent.ToString(CultureInfo.InvariantCulture)}"
            : number + (exponent > 0 ? DecimalSuffixes[(exponent / 3) - 1] : FractionSuffixes[(-exponent / 3) - 1]);
    }

    private static bool TryMultiplier(string suffix, out BigInteger numerator, out int power, out Form form)
    {
        (numerator, power, form) = (BigInteger.One, 0, Form.DecimalSuffix);
        switch (suffix)
        {
            case "":
                return true;
            case [var letter, 'i'] when BinarySuffixes.Contains(letter, StringComparison.Ordinal):
                numerator = BigInteger.Pow(1024, BinarySuffixes.IndexOf(letter, StringComparison.Ordinal) + 1);
                form = Form.BinarySuffix;
                return true;
            case [var letter] when DecimalSuffixes.Contains(letter, StringComparison.Ordinal):
                power = 3 * (DecimalSuffixes.IndexOf(letter, StringComparison.Ordinal) + 1);
                return true;
            case [var letter] when FractionSuffixes.Contains(letter, StringComparison.Ordinal):
                power = -3 * (FractionSuffixes.IndexOf(letter, StringComparison.Ordinal) + 1);
                return true;
            case ['e' or 'E', _, ..] when char.IsAsciiDigit(suffix[^1]) && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power) && Math.Abs((long)power) <= ExponentMax:
                form = Form.Exponent;
                return true;
            default:
                return false;
        }
    }

    private static BigInteger Number(string digits) =>
        digits.Length <= DigitsMax ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static BigInteger PowerOfTen(int exponent) => exponent < PowersOfTen.Length ? PowersOfTen[exponent] : BigInteger.Pow(10, exponent);

    private static BigInteger DivideUp(BigInteger value, BigInteger by)
    {
        var quotient = BigInteger.DivRem(value, by, out var rest);
        return rest.IsZero ? quotient : quotient + (value.Sign < 0 ? -1 : 1);
    }

    private static long ToLong(BigInteger value) =>
        value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private sealed record Parsed(string Text, Quantity Quantity);
}
