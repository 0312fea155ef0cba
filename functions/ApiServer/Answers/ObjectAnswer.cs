using System.Buffers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Tables;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>One object, in the shape asked for.</summary>
internal sealed class ObjectAnswer(int code, ResourceObject item, Representation representation) : Answer(code, representation)
{
    protected override ValueTask WriteJsonAsync(HttpContext httpContext, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken)
    {
        switch (Representation.Shape)
        {
            case AnswerShape.Table:
                var table = TableFormat.Of(httpContext, item.Kind, Representation);
                using (var writer = JsonOutput.Writer(output))
                {
                    table.WriteStart(writer, item.Revision, null, null);
                    table.WriteRow(writer, item);
                    TableFormat.WriteEnd(writer);
                }

                break;
            case AnswerShape.PartialObject:
                PartialObject.Write(output, item, Representation);
                break;
            default:
                item.WriteTo(output);
                break;
        }

        return ValueTask.CompletedTask;
    }

    protected override void WriteProtobuf(IBufferWriter<byte> output) => ProtobufOutput.Write(output, item, Representation);
}
