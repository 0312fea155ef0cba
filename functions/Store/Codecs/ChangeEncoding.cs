using System.Buffers;
using System.Text;
using ZstdSharp;

namespace CloudOrchestrator.Store.Codecs;

/// <summary>The changes of a commit as bytes.</summary>
/// <remarks>One byte says how the rest is packed (0 as it is, 1 zstd). Then, for each change: kind (1 put, 2 delete), key, expiry in
/// milliseconds since 1970 or 0, revision offset plus one, document. Numbers are LEB128; texts and documents carry their length.</remarks>
internal static class ChangeEncoding
{
    private const byte Plain = 0;
    private const byte Zstd = 1;
    private const byte PutKind = 1;
    private const byte DeleteKind = 2;

    /// <summary>Below this many bytes compression costs more time than it saves.</summary>
    private const int CompressBytesMin = 4 * 1024;

    private const int ZstdLevel = 1;

    /// <summary>Most bytes that a packed commit may unpack to: a guard against a damaged length.</summary>
    private const int UnpackedBytesMax = 256 * 1024 * 1024;

    public static ReadOnlyMemory<byte> Encode(IReadOnlyList<StoreChange> changes)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write([Plain]);
        foreach (var change in changes)
        {
            var item = change.After ?? change.Last!;
            output.Write([change.After is null ? DeleteKind : PutKind]);
            WriteObject(output, item.Key, item.Document);
        }

        return Pack(output.WrittenMemory);
    }

    /// <summary>Writes one object's key and document.</summary>
    public static void WriteObject(IBufferWriter<byte> output, string key, Document document)
    {
        Varint.Write(output, (ulong)Encoding.UTF8.GetByteCount(key));
        Encoding.UTF8.GetBytes(key, output);
        Varint.Write(output, (ulong)(document.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0));
        Varint.Write(output, (ulong)(document.RevisionOffset + 1));
        Varint.Write(output, (ulong)document.Bytes.Length);
        output.Write(document.Bytes.Span);
    }

    /// <summary>Reads what <see cref="WriteObject"/> wrote.</summary>
    public static (string Key, Document Document) ReadObject(ref ByteReader reader)
    {
        var key = Encoding.UTF8.GetString(reader.Bytes((int)reader.Varint()).Span);
        var expires = (long)reader.Varint();
        var offset = (int)reader.Varint() - 1;
        var bytes = reader.Bytes((int)reader.Varint());
        return (key, new Document(bytes, offset, expires == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(expires)));
    }

    /// <summary>The changes in order: whether each is a deletion, its key, and its document.</summary>
    public static IEnumerable<(bool Deletes, string Key, Document Document)> Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new ByteReader(Unpack(payload));
        while (!reader.AtEnd)
        {
            var kind = reader.Byte();
            if (kind is not (PutKind or DeleteKind))
            {
                throw new StoreException($"A commit holds a change of unknown kind {kind}.");
            }

            var (key, document) = ReadObject(ref reader);
            yield return (kind == DeleteKind, key, document);
        }
    }

    /// <summary>Compresses the bytes behind the first one where it pays.</summary>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> plain)
    {
        if (plain.Length < CompressBytesMin)
        {
            return plain.ToArray();
        }

        using var compressor = new Compressor(ZstdLevel);
        var packed = new byte[1 + Compressor.GetCompressBound(plain.Length - 1)];
        packed[0] = Zstd;
        var length = compressor.Wrap(plain.Span[1..], packed.AsSpan(1));
        return length + 1 < plain.Length ? packed.AsMemory(0, length + 1).ToArray() : plain.ToArray();
    }

    /// <summary>Undoes <see cref="Pack"/>, without the first byte.</summary>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty || payload.Span[0] == Plain)
        {
            return payload.IsEmpty ? payload : payload[1..];
        }

        if (payload.Span[0] != Zstd)
        {
            throw new StoreException($"A row is packed in unknown form {payload.Span[0]}.");
        }

        using var decompressor = new Decompressor();
        return decompressor.Unwrap(payload.Span[1..], UnpackedBytesMax).ToArray();
    }
}
