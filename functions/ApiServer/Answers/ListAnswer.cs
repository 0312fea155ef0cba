using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Tables;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>A list, put together from its objects' stored bytes and sent in parts.</summary>
internal sealed class ListAnswer(ResourceKind kind, ListOutcome.Page page, Representation representation) : Answer(StatusCodes.Status200OK, representation)
{
    /// <summary>The revision of a list of what is not kept, and so has none.</summary>
    public const long NoRevision = -1;

    protected override ValueTask WriteJsonAsync(HttpContext httpContext, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken) =>
        Representation.Shape == AnswerShape.Table
            ? WriteTableAsync(TableFormat.Of(httpContext, kind, Representation), output, sendsParts, cancellationToken)
            : WriteListAsync(output, sendsParts, cancellationToken);

    private async ValueTask WriteTableAsync(TableFormat table, AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken)
    {
        using var writer = JsonOutput.Writer(output);
        table.WriteStart(writer, page.Revision, page.Continue, page.RemainingItemCount);
        foreach (var item in page.Items)
        {
            table.WriteRow(writer, item);
            if (sendsParts)
            {
                writer.Flush();
                await output.SendFullPartAsync(cancellationToken);
            }
        }

        TableFormat.WriteEnd(writer);
    }

    private async ValueTask WriteListAsync(AnswerBuffer output, bool sendsParts, CancellationToken cancellationToken)
    {
        WriteHeading(output);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0)
            {
                output.Write(","u8);
            }

            if (Representation.Shape == AnswerShape.PartialObject)
            {
                PartialObject.Write(output, page.Items[index], Representation);
            }
            else
            {
                page.Items[index].WriteItemTo(output);
            }

            if (sendsParts)
            {
                await output.SendFullPartAsync(cancellationToken);
            }
        }

        output.Write("]}"u8);
    }

    /// <remarks>A body begins with its length, so that the whole of it is there before its first byte is sent.</remarks>
    protected override void WriteProtobuf(IBufferWriter<byte> output)
    {
        const int itemsField = 2;
        var isPartial = Representation.Shape == AnswerShape.PartialObject;
        var body = new WireWriter(64 * 1024);
        var start = ProtobufEncoder.StartBody(body, isPartial ? $"meta.k8s.io/{Representation.MetaVersion}" : kind.ApiVersion, isPartial ? "PartialObjectMetadataList" : kind.ListKind);
        WriteMetadata(body);
        var json = new ArrayBufferWriter<byte>(8 * 1024);
        foreach (var item in page.Items)
        {
            var one = body.Start(itemsField);
            ProtobufOutput.WriteMessage(body, item, Representation, json);
            body.End(one);
        }

        body.End(start);
        output.Write(body.Written.Span);
    }

    private void WriteMetadata(WireWriter body)
    {
        var metadata = body.Start(1);
        if (page.Revision != NoRevision)
        {
            body.Text(2, page.Revision.ToString(CultureInfo.InvariantCulture));
        }

        if (page.Continue is { } token)
        {
            body.Text(3, token);
        }

        if (page.RemainingItemCount is { } remaining)
        {
            body.Number(4, remaining);
        }

        body.End(metadata);
    }

    private void WriteHeading(AnswerBuffer output)
    {
        using var writer = JsonOutput.Writer(output);
        var isPartial = Representation.Shape == AnswerShape.PartialObject;
        writer.WriteStartObject();
        writer.WriteString("kind", isPartial ? "PartialObjectMetadataList" : kind.ListKind);
        writer.WriteString("apiVersion", isPartial ? $"meta.k8s.io/{Representation.MetaVersion}" : kind.ApiVersion);
        WriteMetadata(writer, page.Revision, page.Continue, page.RemainingItemCount);
        writer.WriteStartArray("items");
        writer.Flush();
    }

    /// <summary>Writes a list's metadata.</summary>
    public static void WriteMetadata(Utf8JsonWriter writer, long revision, string? @continue, long? remaining)
    {
        writer.WriteStartObject("metadata");
        if (revision != NoRevision)
        {
            writer.WriteString("resourceVersion", revision.ToString(CultureInfo.InvariantCulture));
        }

        if (@continue is not null)
        {
            writer.WriteString("continue", @continue);
        }

        if (remaining is not null)
        {
            writer.WriteNumber("remainingItemCount", remaining.Value);
        }

        writer.WriteEndObject();
    }
}
