using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.ShellCases;

/// <summary>
/// Reads steps.txt of a case, a shell session with what it must print:
/// <code>
/// # a comment
/// $ command              also "$ {>=1.27 until=20s} command"; lines that start with "> " go on with it
/// standard output        as OutputPattern reads it
/// ! standard error
/// [exit 1]
/// </code>
/// What is not stated is expected to be empty, and the exit code to be 0.
/// </summary>
internal static partial class CaseFile
{
    public static IReadOnlyList<CaseStep> Read(string[] lines)
    {
        var steps = new List<CaseStep>();
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                steps.Add(Begin(line[2..], index + 1));
            }
            else if (steps.Count > 0)
            {
                steps[^1] = Continue(steps[^1], line);
            }
        }

        return steps;
    }

    private static CaseStep Begin(string text, int line)
    {
        var step = new CaseStep(line, text, 0, int.MaxValue, TimeSpan.Zero, 0, [], []);
        if (Conditions().Match(text) is not { Success: true } match)
        {
            return step;
        }

        step = step with { Text = text[match.Length..] };
        foreach (var condition in match.Groups["conditions"].Value.Split(' '))
        {
            step = condition switch
            {
                _ when condition.StartsWith(">=1.", StringComparison.Ordinal) => step with { MinorMin = int.Parse(condition[4..], CultureInfo.InvariantCulture) },
                _ when condition.StartsWith("<1.", StringComparison.Ordinal) => step with { MinorMax = int.Parse(condition[3..], CultureInfo.InvariantCulture) - 1 },
                _ when condition.StartsWith("until=", StringComparison.Ordinal) =>
                    step with { Until = TimeSpan.FromSeconds(int.Parse(condition[6..].TrimEnd('s'), CultureInfo.InvariantCulture)) },
                _ => throw new FormatException($"line {line}: no such condition: {condition}"),
            };
        }

        return step;
    }

    private static CaseStep Continue(CaseStep step, string line) => line switch
    {
        ['#', ..] => step,
        ['>', ' ', ..] => step with { Text = step.Text + "\n" + line[2..] },
        ['!', ' ', ..] => step with { Error = [.. step.Error, line[2..]] },
        _ when ExitLine().Match(line) is { Success: true } exit => step with { ExitCode = int.Parse(exit.Groups[1].Value, CultureInfo.InvariantCulture) },
        _ => step with { Output = [.. step.Output, line] },
    };

    [GeneratedRegex(@"^\{(?<conditions>[^}]*)\} ")]
    private static partial Regex Conditions();

    [GeneratedRegex(@"^\[exit (\d+)\]$")]
    private static partial Regex ExitLine();
}
