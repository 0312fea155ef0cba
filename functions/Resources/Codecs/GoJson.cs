namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Says of text that is no JSON what Go says of it, which Kubernetes' messages hold.</summary>
/// <remarks>A scanner of its own: the platform's tells other faults, at other places. It goes through the text once and keeps one byte a nesting.</remarks>
internal ref struct GoJson
{
    /// <summary>Deepest nesting that Go reads.</summary>
    private const int DepthMax = 10_000;

    private const string Ended = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _text;
    private readonly Stack<bool> _inObject = new();
    private int _at;
    private Expected _next;

    private GoJson(ReadOnlySpan<byte> text) => _text = text;

    private enum Expected
    {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        CommaOrEnd,
        End,
    }

    /// <summary>Why the text is no JSON; null where it is.</summary>
    public static string? Fault(ReadOnlySpan<byte> text) => new GoJson(text).Scan();

    /// <summary>Why the text is no JSON object, nor null; null where it is.</summary>
    public static string? ObjectFault(ReadOnlySpan<byte> text)
    {
        if (Fault(text) is { } fault)
        {
            return fault;
        }

        var first = text.TrimStart(" \t\r\n"u8)[0];
        var found = first switch { (byte)'{' or (byte)'n' => null, (byte)'[' => "array", (byte)'"' => "string", (byte)'t' or (byte)'f' => "bool", _ => "number" };
        return found is null ? null : $"json: cannot unmarshal {found} into Go value of type map[string]interface {{}}";
    }

    private string? Scan()
    {
        string? fault = null;
        while (fault is null && _next != Expected.End)
        {
            fault = Next() is { } found ? Step(found) : Ended;
        }

        return fault ?? (Next() is { } left ? Invalid(left, "after top-level value") : null);
    }

    private string? Step(byte found) => _next switch
    {
        Expected.ValueOrEnd when found == ']' => Close(),
        Expected.Value or Expected.ValueOrEnd => Value(found),
        Expected.KeyOrEnd when found == '}' => Close(),
        Expected.Key or Expected.KeyOrEnd => Key(found),
        Expected.Colon => Take(found, ':', Expected.Value, "after object key"),
        _ when found == (_inObject.Peek() ? '}' : ']') => Close(),
        _ => _inObject.Peek() ? Take(found, ',', Expected.Key, "after object key:value pair") : Take(found, ',', Expected.Value, "after array element"),
    };

    /// <summary>A value, or the beginning of one that holds others.</summary>
    private string? Value(byte first)
    {
        _at++;
        _next = _inObject.Count == 0 ? Expected.End : Expected.CommaOrEnd;
        return first switch
        {
            (byte)'{' => Open(inObject: true),
            (byte)'[' => Open(inObject: false),
            (byte)'"' => Text(),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(first),
            (byte)'t' => Literal("true"),
            (byte)'f' => Literal("false"),
            (byte)'n' => Literal("null"),
            _ => Invalid(first, "looking for beginning of value"),
        };
    }

    private string? Key(byte first)
    {
        if (first != '"')
        {
            return Invalid(first, "looking for beginning of object key string");
        }

        _at++;
        _next = Expected.Colon;
        return Text();
    }

    private string? Take(byte found, char wanted, Expected next, string context)
    {
        _at++;
        _next = next;
        return found == wanted ? null : Invalid(found, context);
    }

    private string? Open(bool inObject)
    {
        _inObject.Push(inObject);
        _next = inObject ? Expected.KeyOrEnd : Expected.ValueOrEnd;
        return _inObject.Count > DepthMax ? Invalid((byte)(inObject ? '{' : '['), "exceeded max depth") : null;
    }

    private string? Close()
    {
        _at++;
        _inObject.Pop();
        _next = _inObject.Count == 0 ? Expected.End : Expected.CommaOrEnd;
        return null;
    }

    /// <summary>The rest of a string.</summary>
    private string? Text()
    {
        while (_at < _text.Length)
        {
            var one = _text[_at++];
            switch (one)
            {
                case (byte)'"':
                    return null;
                case (byte)'\\' when Escape() is { } fault:
                    return fault;
                case < 0x20:
                    return Invalid(one, "in string literal");
            }
        }

        return Ended;
    }

    private string? Escape()
    {
        if (_at == _text.Length)
        {
            return Ended;
        }

        var letter = _text[_at++];
        if (letter != 'u')
        {
            return "bfnrt\\/\""u8.Contains(letter) ? null : Invalid(letter, "in string escape code");
        }

        for (var left = 4; left > 0; left--)
        {
            if (_at == _text.Length)
            {
                return Ended;
            }

            if (!char.IsAsciiHexDigit((char)_text[_at++]))
            {
                return Invalid(_text[_at - 1], "in \\u hexadecimal character escape");
            }
        }

        return null;
    }

    /// <summary>The rest of a number.</summary>
    private string? Number(byte first)
    {
        var fault = first == '-' ? Digits("in numeric literal", out first) : null;
        if (fault is null && first != '0')
        {
            SkipDigits();
        }

        if (fault is null && Has((byte)'.'))
        {
            fault = Digits("after decimal point in numeric literal", out _);
            SkipDigits();
        }

        if (fault is null && (Has((byte)'e') || Has((byte)'E')))
        {
            _ = Has((byte)'+') || Has((byte)'-');
            fault = Digits("in exponent of numeric literal", out _);
            SkipDigits();
        }

        return fault;
    }

    /// <summary>The first of some digits.</summary>
    private string? Digits(string context, out byte first)
    {
        first = (byte)'0';
        if (_at == _text.Length)
        {
            return Ended;
        }

        first = _text[_at++];
        return char.IsAsciiDigit((char)first) ? null : Invalid(first, context);
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
        {
            _at++;
        }
    }

    private bool Has(byte wanted)
    {
        if (_at == _text.Length || _text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private string? Literal(string word)
    {
        foreach (var letter in word.AsSpan(1))
        {
            if (_at == _text.Length)
            {
                return Ended;
            }

            if (_text[_at++] != letter)
            {
                return Invalid(_text[_at - 1], $"in literal {word} (expecting '{letter}')");
            }
        }

        return null;
    }

    /// <summary>The next byte that is no space, which stays to be read; null at the end.</summary>
    private byte? Next()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : null;
    }

    /// <summary>The fault of a byte, shown as Go shows the character of its number.</summary>
    private static string Invalid(byte found, string context) => $"invalid character {Shown(found)} {context}";

    private static string Shown(byte found) => found switch
    {
        (byte)'\'' => "'\\''",
        (byte)'\\' => "'\\\\'",
        0x07 => "'\\a'",
        (byte)'\b' => "'\\b'",
        (byte)'\f' => "'\\f'",
        (byte)'\n' => "'\\n'",
        (byte)'\r' => "'\\r'",
        (byte)'\t' => "'\\t'",
        0x0b => "'\\v'",
        < 0x20 or 0x7f => $"'\\x{found:x2}'",
        >= 0x80 and < 0xa1 or 0xad => $"'\\u00{found:x2}'",
        _ => $"'{(char)found}'",
    };
}
