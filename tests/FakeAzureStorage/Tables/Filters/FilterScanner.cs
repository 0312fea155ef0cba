using System.Globalization;
using System.Text;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

/// <summary>Cuts a <c>$filter</c> into words, constants and parentheses.</summary>
internal sealed class FilterScanner(string text)
{
    private int _at;

    public FilterToken Read()
    {
        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }

        if (_at == text.Length)
        {
            return new(FilterTokenKind.End, "the end");
        }

        switch (text[_at])
        {
            case '(':
                _at++;
                return new(FilterTokenKind.Open, "(");
            case ')':
                _at++;
                return new(FilterTokenKind.Close, ")");
            case '\'':
                return new(FilterTokenKind.Constant, "a string", ReadQuoted());
            default:
                return ReadWord();
        }
    }

    private FilterToken ReadWord()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is not (' ' or '(' or ')' or '\''))
        {
            _at++;
        }

        var word = text[start.._at];
        if (_at < text.Length && text[_at] == '\'')
        {
            return new(FilterTokenKind.Constant, word, Typed(word, ReadQuoted()));
        }

        if (word is "true" or "false")
        {
            return new(FilterTokenKind.Constant, word, word == "true");
        }

        return char.IsAsciiDigit(word[0]) || word[0] is '-' or '+'
            ? new(FilterTokenKind.Constant, word, Number(word))
            : new(FilterTokenKind.Word, word);
    }

    /// <summary>A quote within is written twice.</summary>
    private string ReadQuoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != '\'')
            {
                value.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '\'')
            {
                value.Append('\'');
                _at++;
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }

        throw new RefusedException(TableErrors.Syntax("a string of the filter does not end"));
    }

    private static object Typed(string prefix, string value) => prefix switch
    {
        "datetime" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        "guid" when Guid.TryParse(value, out var guid) => guid,
        _ => throw new RefusedException(TableErrors.Syntax($"{prefix}'{value}'")),
    };

    private static object Number(string word)
    {
        if (word[^1] is 'L' or 'l' && long.TryParse(word[..^1], CultureInfo.InvariantCulture, out var wide))
        {
            return wide;
        }

        if (int.TryParse(word, CultureInfo.InvariantCulture, out var narrow))
        {
            return narrow;
        }

        return double.TryParse(word, CultureInfo.InvariantCulture, out var real) ? real : throw new RefusedException(TableErrors.Syntax(word));
    }
}
