using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.ApiServer.Tables;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Watches;

/// <summary>Writes the events of one watch in the shape asked for, and remembers how far its client has got.</summary>
internal sealed class WatchEvents(ResourceRequest request, ListOptions options)
{
    private static readonly TypeSchema StatusSchema = SchemaTable.BuiltIn.Get("k8s.io.apimachinery.pkg.apis.meta.v1.Status");

    private readonly WatchFrames? _frames = request.Representation.Format == AnswerFormat.Protobuf ? new WatchFrames() : null;
    private long _sent;
    private long _bookmarked;
    private bool _hasColumns;

    private static ReadOnlySpan<byte> Bookmark => "BOOKMARK"u8;

    /// <summary>Writes one event.</summary>
    public void Write(IBufferWriter<byte> output, WatchItem item)
    {
        switch (item)
        {
            case WatchItem.Added(var added):
                WriteObject(output, "ADDED"u8, added);
                break;
            case WatchItem.Modified(var modified):
                WriteObject(output, "MODIFIED"u8, modified);
                break;
            case WatchItem.Deleted(var deleted):
                WriteObject(output, "DELETED"u8, deleted);
                break;
            case WatchItem.Bookmark(var revision, var initialEventsEnd):
                WriteBookmark(output, revision, initialEventsEnd);
                break;
            case WatchItem.Failed(var refusal):
                WriteDocument(output, "ERROR"u8, RefusalStatus.Of(refusal).ToJson(), StatusSchema);
                break;
            default:
                throw new NotSupportedException($"No event is known for {item.GetType().Name}.");
        }
    }

    /// <summary>Tells a client that wants bookmarks where its next watch can start, if it has not just been told.</summary>
    public void WriteLastBookmark(IBufferWriter<byte> output)
    {
        var last = Math.Max(_sent, options.SendInitialEvents is null ? options.ResourceVersion ?? 0 : 0);
        if (options.AllowBookmarks && last > _bookmarked)
        {
            WriteBookmark(output, last, initialEventsEnd: false);
        }
    }

    private void WriteObject(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ResourceObject item)
    {
        _sent = Math.Max(_sent, item.Revision);
        if (_frames is not null)
        {
            _frames.Write(output, type, item, request.Representation);
            return;
        }

        WriteStart(output, type);
        switch (request.Representation.Shape)
        {
            case AnswerShape.Table:
                var table = TableFormat.Of(request.Http, request.Kind, request.Representation);
                using (var writer = JsonOutput.Writer(output))
                {
                    table.WriteStart(writer, item.Revision, null, null, columns: !_hasColumns);
                    table.WriteRow(writer, item);
                    TableFormat.WriteEnd(writer);
                }

                _hasColumns = true;
                break;
            case AnswerShape.PartialObject:
                PartialObject.Write(output, item, request.Representation);
                break;
            default:
                item.WriteTo(output);
                break;
        }

        WriteEnd(output);
    }

    private void WriteDocument(IBufferWriter<byte> output, ReadOnlySpan<byte> type, JsonObject document, TypeSchema schema)
    {
        if (_frames is not null)
        {
            _frames.Write(output, type, document, schema);
            return;
        }

        WriteStart(output, type);
        JsonOutput.Write(document, output);
        WriteEnd(output);
    }

    private void WriteBookmark(IBufferWriter<byte> output, long revision, bool initialEventsEnd)
    {
        (_sent, _bookmarked) = (Math.Max(_sent, revision), revision);
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        if (request.Representation.Shape == AnswerShape.Table)
        {
            WriteStart(output, Bookmark);
            var table = TableFormat.Of(request.Http, request.Kind, request.Representation);
            using var writer = JsonOutput.Writer(output);
            table.WriteStart(writer, revision, null, null, columns: !_hasColumns);
            table.WriteBareRow(writer, metadata);
            TableFormat.WriteEnd(writer);
            _hasColumns = true;
            WriteEnd(output);
            return;
        }

        var isPartial = request.Representation.Shape == AnswerShape.PartialObject;
        var document = new JsonObject
        {
            ["kind"] = isPartial ? "PartialObjectMetadata" : request.Kind.Kind,
            ["apiVersion"] = isPartial ? $"meta.k8s.io/{request.Representation.MetaVersion}" : request.Kind.ApiVersion,
            ["metadata"] = metadata,
        };
        WriteDocument(output, Bookmark, document, isPartial ? ProtobufOutput.PartialSchema : request.Kind.Schema);
    }

    private static void WriteStart(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
    }

    private static void WriteEnd(IBufferWriter<byte> output) => output.Write("}\n"u8);
}
