using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Watches;

/// <summary>Writes events as frames of protobuf: the length, four bytes with the highest first, and a WatchEvent, which holds its object as a body of its own.</summary>
internal sealed class WatchFrames
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly WireWriter _event = new();

    /// <summary>Writes an event about an object.</summary>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ResourceObject item, Representation representation)
    {
        _body.ResetWrittenCount();
        ProtobufOutput.Write(_body, item, representation);
        Write(output, type);
    }

    /// <summary>Writes an event that holds another document of a type.</summary>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type, JsonObject document, TypeSchema schema)
    {
        _body.ResetWrittenCount();
        ProtobufOutput.Write(_body, document, schema);
        Write(output, type);
    }

    private void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        _event.Clear();
        _event.Bytes(1, type);
        var raw = _event.Start(2);
        _event.Bytes(1, _body.WrittenSpan);
        _event.End(raw);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), _event.Written.Length);
        output.Advance(sizeof(int));
        output.Write(_event.Written.Span);
    }
}
