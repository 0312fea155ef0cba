using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>An expression as Go reads it: whether a text matches is known in time that grows as the text does.</summary>
internal sealed class Re2Expression
{
    private readonly Regex _regex;
    private readonly Re2Alphabet _alphabet;

    /// <exception cref="ArgumentException">It is no expression of Go's.</exception>
    /// <exception cref="NotSupportedException">It is larger than the platform allows.</exception>
    public Re2Expression(string pattern)
    {
        (var text, _alphabet) = Re2Pattern.Translate(pattern);
        _regex = new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Whether a part of the text is like the expression.</summary>
    public bool IsMatch(string text) => _regex.IsMatch(_alphabet.Text(text));
}
