using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.ApiServer.Tables;
using CloudOrchestrator.Resources.Kinds.Autoscaling;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>The Scale of one workload, in the shape asked for.</summary>
internal sealed class ScaleAnswer(ResourceObject item, Representation representation) : Answer(StatusCodes.Status200OK, representation)
{
    protected override ValueTask WriteJsonAsync(HttpContext httpContext, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken)
    {
        var scale = ScaleDocument.Of(item);
        switch (Representation.Shape)
        {
            case AnswerShape.Table:
                var table = TableFormat.Of(httpContext, ScaleColumns.Of(item.Kind), Representation);
                using (var writer = JsonOutput.Writer(output))
                {
                    table.WriteStart(writer, item.Revision, null, null);
                    table.WriteRow(writer, scale);
                    TableFormat.WriteEnd(writer);
                }

                break;
            case AnswerShape.PartialObject:
                JsonOutput.Write(PartialObject.Of(scale, Representation), output);
                break;
            default:
                JsonOutput.Write(scale, output);
                break;
        }

        return ValueTask.CompletedTask;
    }

    protected override void WriteProtobuf(IBufferWriter<byte> output)
    {
        JsonObject scale = ScaleDocument.Of(item);
        if (Representation.Shape == AnswerShape.PartialObject)
        {
            ProtobufOutput.Write(output, PartialObject.Of(scale, Representation), ProtobufOutput.PartialSchema);
        }
        else
        {
            ProtobufOutput.Write(output, scale);
        }
    }
}
