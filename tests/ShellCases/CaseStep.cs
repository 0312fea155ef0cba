namespace CloudOrchestrator.ShellCases;

/// <summary>One command of a case and what it must print.</summary>
/// <param name="Line">Where it stands in the file.</param>
/// <param name="Text">Shell text.</param>
/// <param name="MinorMin">Oldest kubectl that takes this step.</param>
/// <param name="MinorMax">Newest kubectl that takes this step.</param>
/// <param name="Until">How long to ask again before a mismatch counts; zero asks once.</param>
/// <param name="ExitCode">The expected exit code.</param>
/// <param name="Output">The pattern of standard output.</param>
/// <param name="Error">The pattern of standard error.</param>
public sealed record CaseStep(
    int Line, string Text, int MinorMin, int MinorMax, TimeSpan Until, int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error)
{
    public bool AppliesTo(int minor) => minor >= MinorMin && minor <= MinorMax;
}
