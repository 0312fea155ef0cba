using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>One JSON document a line, each as soon as there is something to say.</summary>
internal sealed class JsonLinesForm : IReportForm
{
    public const string MediaType = "application/jsonl";

    public string ContentType => MediaType;

    public void WriteResult(IBufferWriter<byte> output, ApplyResult result) => Line(output, ResultDocument.Of(result));

    public void WriteWaiting(IBufferWriter<byte> output, ApplyResult result, string what)
    {
        var document = ResultDocument.Named(result);
        document["result"] = "waiting";
        document["reason"] = what;
        Line(output, document);
    }

    public void WriteReady(IBufferWriter<byte> output, ApplyResult result)
    {
        var document = ResultDocument.Named(result);
        document["result"] = "ready";
        Line(output, document);
    }

    public void WriteFiller(IBufferWriter<byte> output, IReadOnlyCollection<(ApplyResult Result, string What)> waiting)
    {
        foreach (var (result, what) in waiting.Take(1))
        {
            WriteWaiting(output, result, what);
        }
    }

    public void WriteEnd(IBufferWriter<byte> output, IReadOnlyList<ApplyResult> results, bool isOk) =>
        Line(output, new JsonObject { ["result"] = ResultDocument.Word(isOk) });

    private static void Line(IBufferWriter<byte> output, JsonObject document)
    {
        JsonOutput.Write(document, output);
        output.Write("\n"u8);
    }
}
