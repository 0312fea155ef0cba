using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>One JSON document. While it is waited for, blanks are sent, which JSON allows before every document.</summary>
internal sealed class JsonForm(bool isDryRun) : IReportForm
{
    public string ContentType => MediaTypes.Json;

    public void WriteResult(IBufferWriter<byte> output, ApplyResult result)
    {
        // All of it is written in the end.
    }

    public void WriteWaiting(IBufferWriter<byte> output, ApplyResult result, string what)
    {
    }

    public void WriteReady(IBufferWriter<byte> output, ApplyResult result)
    {
    }

    public void WriteFiller(IBufferWriter<byte> output, IReadOnlyCollection<(ApplyResult Result, string What)> waiting) => output.Write(" "u8);

    public void WriteEnd(IBufferWriter<byte> output, IReadOnlyList<ApplyResult> results, bool isOk)
    {
        var document = new JsonObject { ["result"] = ResultDocument.Word(isOk) };
        if (isDryRun)
        {
            document["dryRun"] = true;
        }

        document["objects"] = new JsonArray([.. results.Select(ResultDocument.Of)]);
        JsonOutput.Write(document, output);
        output.Write("\n"u8);
    }
}
