using System.Text;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Warnings, which kubectl shows to its user.</summary>
internal static class WarningHeader
{
    /// <summary>Most warnings sent, and most characters of one, so that headers stay within what clients read.</summary>
    private const int WarningsMax = 32;
    private const int WarningLengthMax = 256;

    /// <summary>Adds each warning once.</summary>
    public static void Add(HttpResponse response, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct().Take(WarningsMax))
        {
            response.Headers.Append("Warning", $"299 - \"{Quote(warning)}\"");
        }
    }

    private static string Quote(string warning)
    {
        var text = new StringBuilder();
        foreach (var character in warning.Length > WarningLengthMax ? warning[..WarningLengthMax] : warning)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\');
            }

            text.Append(char.IsAscii(character) && !char.IsControl(character) ? character : '?');
        }

        return text.ToString();
    }
}
