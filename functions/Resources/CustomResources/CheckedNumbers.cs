namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Numbers of books and of cards, whose last digit checks the others. Spaces and hyphens between digits do not count.</summary>
internal static class CheckedNumbers
{
    /// <summary>The first digits that issuers of cards give, from and to, and how many digits their cards have.</summary>
    private static readonly (string From, string To, int Length)[] Cards =
    [
        ("4", "4", 13), ("4", "4", 16), ("51", "55", 16), ("2221", "2720", 16), ("6011", "6011", 16), ("65", "65", 16), ("62", "62", 16), ("67", "67", 16),
        ("34", "34", 15), ("37", "37", 15), ("300", "305", 14), ("36", "36", 14), ("38", "38", 14), ("2131", "2131", 15), ("1800", "1800", 15), ("35", "35", 16),
    ];

    /// <summary>Whether a text is the number of a book as it was until 2006: the digits times their places make a multiple of 11, the last of which may be X, for ten.</summary>
    public static bool IsBook10(string text)
    {
        var digits = Bare(text);
        return digits.Length == 10 && digits.AsSpan(0, 9).IndexOfAnyExceptInRange('0', '9') < 0 && (digits[9] == 'X' || char.IsAsciiDigit(digits[9]))
            && digits.Select((digit, at) => (at + 1) * (digit == 'X' ? 10 : digit - '0')).Sum() % 11 == 0;
    }

    /// <summary>Whether a text is the number of a book as it is since 2007: the digits, every second one threefold, make a multiple of 10.</summary>
    public static bool IsBook13(string text)
    {
        var digits = Bare(text);
        return digits.Length == 13 && digits.All(char.IsAsciiDigit) && digits.Select((digit, at) => (at % 2 == 0 ? 1 : 3) * (digit - '0')).Sum() % 10 == 0;
    }

    /// <summary>Whether a text is the number of a card of an issuer that is known.</summary>
    public static bool IsCard(string text)
    {
        var digits = Bare(text);
        return digits.All(char.IsAsciiDigit) && Cards.Any(card => digits.Length == card.Length && IsBetween(digits, card.From, card.To)) && IsChecked(digits);
    }

    private static bool IsBetween(string digits, string from, string to) =>
        string.CompareOrdinal(digits, 0, from, 0, from.Length) >= 0 && string.CompareOrdinal(digits, 0, to, 0, to.Length) <= 0;

    /// <summary>Whether the digits, every second one from the last but one doubled and its own digits added up, make a multiple of 10.</summary>
    private static bool IsChecked(string digits) =>
        digits.Reverse().Select((digit, at) => (digit - '0') * (1 + (at % 2))).Sum(value => value > 9 ? value - 9 : value) % 10 == 0;

    private static string Bare(string text) => string.Concat(text.Where(letter => letter is not ('-' or ' ' or '\t' or '\n' or '\f' or '\r')));
}
