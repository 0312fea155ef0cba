using System.Buffers;
using System.Text;
using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>Lines for people, and a last one for the shell.</summary>
/// <remarks>No text of an object can begin a line: what it holds of line breaks is followed by blanks, and what of other control characters is left out.
/// So nobody can write the last line but the server.</remarks>
internal sealed class TextForm(bool isDryRun) : IReportForm
{
    private readonly string _suffix = isDryRun ? " (server dry run)" : "";

    public string ContentType => MediaTypes.Text;

    public void WriteResult(IBufferWriter<byte> output, ApplyResult result)
    {
        foreach (var warning in result.Warnings)
        {
            Line(output, $"Warning: {warning}");
        }

        var place = result.Position is { } position ? $"{position}: " : "";
        Line(output, result.IsFailed
            ? $"{(result.Shown.Length > 0 ? $"{result.Shown} " : "")}failed: {place}{result.Reason}"
            : $"{result.Shown} {result.Effect.ToString().ToLowerInvariant()}{_suffix}");
        foreach (var line in result.Diff.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Every line of a diff has its mark in front.
            Line(output, line);
        }
    }

    public void WriteWaiting(IBufferWriter<byte> output, ApplyResult result, string what) => Line(output, $"waiting for {result.Shown}: {what}");

    public void WriteReady(IBufferWriter<byte> output, ApplyResult result) => Line(output, $"{result.Shown} ready");

    public void WriteFiller(IBufferWriter<byte> output, IReadOnlyCollection<(ApplyResult Result, string What)> waiting)
    {
        foreach (var (result, what) in waiting.Take(1))
        {
            Line(output, $"still waiting for {waiting.Count} {(waiting.Count == 1 ? "object" : "objects")}: {result.Shown}: {what}");
        }
    }

    public void WriteEnd(IBufferWriter<byte> output, IReadOnlyList<ApplyResult> results, bool isOk) => Line(output, isOk ? "result: ok" : "result: failed");

    private static void Line(IBufferWriter<byte> output, string text)
    {
        var line = new StringBuilder(text.Length + 1);
        foreach (var character in text.TrimEnd())
        {
            if (character == '\n')
            {
                line.Append("\n  ");
            }
            else if (!char.IsControl(character) || character == '\t')
            {
                line.Append(character);
            }
        }

        output.Write(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }
}
