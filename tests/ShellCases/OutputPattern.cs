using System.Text;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.ShellCases;

/// <summary>
/// Expected output: text with placeholders for what differs from run to run; a line "..." stands for any lines.
/// Runs of spaces count as one, since the width of a column follows its longest value; empty lines do not count.
/// </summary>
public static partial class OutputPattern
{
    private static readonly Dictionary<string, string> Placeholders = new()
    {
        ["age"] = @"(?:\d+[dhms]){1,2}",
        ["hash"] = "[a-z0-9]{5,10}",
        ["id"] = "[a-z0-9]{5}",
        ["ip"] = @"\d{1,3}(?:\.\d{1,3}){3}",
        ["n"] = @"\d+",
        ["time"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
        ["uid"] = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        ["namespace"] = "[a-z0-9]+(?:-[a-z0-9]+)*",
        ["node"] = "[a-z0-9][a-z0-9.-]*",
        ["any"] = ".*",
    };

    public static bool IsMatch(IReadOnlyList<string> pattern, string text)
    {
        var regex = new StringBuilder("^");
        foreach (var line in Lines(pattern))
        {
            regex.Append(line == "..." ? "(?:.*\n)*?" : ToRegex(line) + "\n");
        }

        var actual = string.Concat(Lines(text.Split('\n')).Select(line => line + "\n"));
        return Regex.IsMatch(actual, regex.Append('$').ToString(), RegexOptions.CultureInvariant);
    }

    private static IEnumerable<string> Lines(IEnumerable<string> lines) =>
        lines.Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line.Length > 0);

    private static string ToRegex(string line) =>
        Placeholder().Replace(Regex.Escape(line), match => Placeholders.TryGetValue(match.Groups[1].Value, out var pattern) ? pattern : match.Value);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<([a-z]+)>")]
    private static partial Regex Placeholder();
}
