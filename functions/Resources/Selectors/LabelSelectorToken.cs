namespace CloudOrchestrator.Resources.Selectors;

/// <summary>A word or a sign of a label selector. Where an operator may stand, two words are ones.</summary>
internal readonly record struct LabelSelectorToken(string Text, bool IsWord)
{
    /// <summary>Whether it is the end.</summary>
    public bool IsEnd => !IsWord && Text.Length == 0;

    /// <summary>The tokens of a text, with the end.</summary>
    public static List<LabelSelectorToken> Scan(string text)
    {
        var tokens = new List<LabelSelectorToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at++;
            var isWord = !IsSign(text[start]);
            while (isWord && at < text.Length && !IsSign(text[at]) && !IsSpace(text[at]))
            {
                at++;
            }

            at += text[start] is '=' or '!' && at < text.Length && text[at] == '=' ? 1 : 0;
            tokens.Add(new LabelSelectorToken(text[start..at], isWord));
        }

        tokens.Add(new LabelSelectorToken("", false));
        return tokens;
    }

    private static bool IsSpace(char one) => one is ' ' or '\t' or '\r' or '\n';

    private static bool IsSign(char one) => one is '=' or '!' or '(' or ')' or ',' or '<' or '>';
}
