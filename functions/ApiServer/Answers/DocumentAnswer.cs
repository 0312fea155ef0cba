using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Any document.</summary>
internal sealed class DocumentAnswer(int code, JsonNode document, Representation representation, string? contentType = null) : Answer(code, representation)
{
    protected override string ContentType => contentType ?? base.ContentType;

    protected override ValueTask WriteJsonAsync(HttpContext httpContext, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken)
    {
        JsonOutput.Write(document, output);
        return ValueTask.CompletedTask;
    }

    protected override void WriteProtobuf(IBufferWriter<byte> output) => ProtobufOutput.Write(output, document);
}
