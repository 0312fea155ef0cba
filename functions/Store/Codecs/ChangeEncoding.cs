using System.Buffers;
using System.Text;

namespace CloudOrchestrator.Store.Codecs;

/// <summary>The changes of a commit as bytes.</summary>
/// <remarks>One byte says how the rest is packed. Then, for each change: kind (1 put, 2 delete; plus 4 where the document is spilled), key,
/// expiry in milliseconds since 1970 or 0, revision offset plus one (plus 2^30 where the document is encrypted), and the document, or its blob's name and hash. A commit without changes
/// is kind 3 and the revision through which it compacts. Numbers are LEB128; texts and documents carry their length.</remarks>
internal static class ChangeEncoding
{
    private const byte PutKind = 1;
    private const byte DeleteKind = 2;
    private const byte CompactionKind = 3;
    private const byte SpilledFlag = 4;

    /// <summary>Added to the revision offset, which is far smaller, where the document is encrypted.</summary>
    private const ulong EncryptedFlag = 1UL << 30;

    /// <summary>A buffer up to this long is kept for the thread's next commit.</summary>
    /// <value>4 MiB: the documents of a full commit, and some more.</value>
    private const int BufferBytesKept = 2 * CommitBytes.BatchMax;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static ReadOnlyMemory<byte> Encode(IReadOnlyList<StoreChange> changes, IReadOnlyDictionary<StoreChange, SpilledBytes>? spilled = null)
    {
        var output = _buffer ?? new ArrayBufferWriter<byte>(512 + changes.Sum(change => 64 + (change.After ?? change.Last)!.Document.Bytes.Length));
        output.ResetWrittenCount();
        _buffer = output.Capacity <= BufferBytesKept ? output : null;
        output.Write([Packing.Plain]);
        foreach (var change in changes)
        {
            var item = change.After ?? change.Last!;
            var kind = change.After is null ? DeleteKind : PutKind;
            if (spilled is not null && spilled.TryGetValue(change, out var bytes))
            {
                output.Write([(byte)(kind | SpilledFlag)]);
                WriteHeader(output, item.Key, item.Document);
                WriteText(output, bytes.Blob);
                WriteText(output, bytes.Sha256);
            }
            else
            {
                output.Write([kind]);
                WriteObject(output, item.Key, item.Document);
            }
        }

        return Packing.Pack(output.WrittenSpan);
    }

    /// <summary>A commit that holds no change and takes away the history that clients see through a revision.</summary>
    public static ReadOnlyMemory<byte> EncodeCompaction(long throughRevision)
    {
        var output = new ArrayBufferWriter<byte>(16);
        output.Write([Packing.Plain, CompactionKind]);
        Varint.Write(output, (ulong)throughRevision);
        return output.WrittenMemory;
    }

    /// <summary>Writes one object's key and document.</summary>
    public static void WriteObject(IBufferWriter<byte> output, string key, Document document)
    {
        WriteHeader(output, key, document);
        Varint.Write(output, (ulong)document.Bytes.Length);
        output.Write(document.Bytes.Span);
    }

    /// <summary>Reads what <see cref="WriteObject"/> wrote. The document's bytes are its own: they keep no larger buffer alive.</summary>
    public static (string Key, Document Document) ReadObject(ref ByteReader reader)
    {
        var (key, header) = ReadHeader(ref reader);
        return (key, header with { Bytes = reader.Bytes((int)reader.Varint()).ToArray() });
    }

    /// <summary>What a payload says.</summary>
    public static RowContent Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new ByteReader(Packing.Unpack(payload));
        var changes = new List<RowChange>();
        var compacted = 0L;
        while (!reader.AtEnd)
        {
            var kind = reader.Byte();
            switch (kind)
            {
                case PutKind or DeleteKind:
                    var (key, document) = ReadObject(ref reader);
                    changes.Add(new RowChange(kind == DeleteKind, key, document, null));
                    break;
                case PutKind | SpilledFlag or DeleteKind | SpilledFlag:
                    var (spilledKey, header) = ReadHeader(ref reader);
                    changes.Add(new RowChange(kind == (DeleteKind | SpilledFlag), spilledKey, header, new SpilledBytes(ReadText(ref reader), ReadText(ref reader))));
                    break;
                case CompactionKind:
                    compacted = (long)reader.Varint();
                    break;
                default:
                    throw new StoreException($"A commit holds a change of unknown kind {kind}.");
            }
        }

        return new RowContent(changes, compacted);
    }

    private static void WriteHeader(IBufferWriter<byte> output, string key, Document document)
    {
        WriteText(output, key);
        Varint.Write(output, (ulong)(document.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0));
        Varint.Write(output, (uint)(document.RevisionOffset + 1) | (document.IsEncrypted ? EncryptedFlag : 0));
    }

    private static (string Key, Document Header) ReadHeader(ref ByteReader reader)
    {
        var key = ReadText(ref reader);
        var expires = (long)reader.Varint();
        var offset = reader.Varint();
        return (key, new Document(default, (int)(offset & ~EncryptedFlag) - 1, expires == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(expires))
        {
            IsEncrypted = (offset & EncryptedFlag) != 0,
        });
    }

    public static void WriteText(IBufferWriter<byte> output, string text)
    {
        Varint.Write(output, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }

    public static string ReadText(ref ByteReader reader) => Encoding.UTF8.GetString(reader.Bytes((int)reader.Varint()).Span);
}
