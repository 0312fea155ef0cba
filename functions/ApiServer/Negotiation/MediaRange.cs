using System.Globalization;

namespace CloudOrchestrator.ApiServer.Negotiation;

/// <summary>One entry of an Accept header.</summary>
/// <param name="Type">Type and subtype in lower case.</param>
/// <param name="Quality">0 to 1.</param>
/// <param name="Parameters">Its parameters without <c>q</c>.</param>
internal sealed record MediaRange(string Type, double Quality, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Most entries read; more than any client sends.</summary>
    private const int EntriesMax = 32;

    /// <summary>The parameter's value, or empty.</summary>
    public string this[string parameter] => Parameters.TryGetValue(parameter, out var value) ? value : "";

    /// <summary>The entries from the most to the least wanted; none wanted less than others stays behind them in its order.</summary>
    public static IReadOnlyList<MediaRange> Parse(string accept) =>
        [.. accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(EntriesMax)
            .Select(ParseOne)
            .Where(range => range.Quality > 0)
            .OrderByDescending(range => range.Quality)];

    /// <summary>Reads one media type with its parameters.</summary>
    public static MediaRange ParseOne(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.AsSpan(1))
        {
            var at = part.IndexOf('=');
            if (at > 0)
            {
                parameters[part[..at].Trim()] = part[(at + 1)..].Trim().Trim('"');
            }
        }

        var quality = 1.0;
        if (parameters.Remove("q", out var q))
        {
            quality = double.TryParse(q, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) ? Math.Clamp(parsed, 0, 1) : 0;
        }

        return new MediaRange(parts[0].ToLowerInvariant(), quality, parameters);
    }
}
