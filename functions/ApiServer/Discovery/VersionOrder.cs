using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>The order in which versions are preferred: stable ones before beta before alpha, the higher first; others last, by name.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x ?? ""), Rank(y ?? ""));
        var order = right.Stability.CompareTo(left.Stability);
        order = order != 0 ? order : right.Major.CompareTo(left.Major);
        order = order != 0 ? order : right.Minor.CompareTo(left.Minor);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static (int Stability, long Major, long Minor) Rank(string version)
    {
        if (Form().Match(version) is not { Success: true } match)
        {
            return (0, 0, 0);
        }

        return (match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 }, Number(match.Groups[1].Value), Number(match.Groups[3].Value));
    }

    private static long Number(string digits) => long.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\Av([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
