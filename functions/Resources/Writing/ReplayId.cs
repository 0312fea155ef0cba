namespace CloudOrchestrator.Resources.Writing;

/// <summary>Names a request that may come again because nobody knows what became of its first coming.</summary>
public sealed record ReplayId
{
    /// <summary>Most characters of an id; what sends requests again names them by a UUID.</summary>
    public const int LengthMax = 64;

    private readonly string _text;

    private ReplayId(string text) => _text = text;

    /// <summary>The id that a text is; null for a text that is none: it is to become part of a key.</summary>
    public static ReplayId? Of(string? text) =>
        text is { Length: > 0 and <= LengthMax } && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-') ? new ReplayId(text) : null;

    /// <summary>The id as it was sent.</summary>
    public override string ToString() => _text;
}
