using System.Buffers;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Store.Codecs;

/// <summary>A collection's whole state as bytes.</summary>
/// <remarks>The byte 2, the compacted revision and how many objects follow; then blocks, each its length and objects packed together: revision,
/// key and document of each. Blocks keep the buffers small, whatever the collection's size. The first version had one block and no head.</remarks>
internal static class SnapshotEncoding
{
    private const byte Blocks = 2;

    /// <summary>A block is closed once its objects reach this many bytes.</summary>
    /// <value>64 KiB: with an object more they stay below 85,000 bytes mostly, from which on a buffer outlives all but the collector's rarest rounds.</value>
    private const int BlockBytes = 64 * 1024;

    public static ReadOnlyMemory<byte> Encode(CollectionState state, long compactedThrough, DocumentSeals? seals = null)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        output.Write([Blocks]);
        Varint.Write(output, (ulong)compactedThrough);
        Varint.Write(output, (ulong)state.Count);
        var block = new ArrayBufferWriter<byte>(BlockBytes + (16 * 1024));
        foreach (var item in state.Range("").Select(item => seals?.Seal(item) ?? item))
        {
            if (block.WrittenCount == 0)
            {
                block.Write([Packing.Plain]);
            }

            Varint.Write(block, (ulong)item.Revision);
            ChangeEncoding.WriteObject(block, item.Key, item.Document);
            if (block.WrittenCount >= BlockBytes)
            {
                Close(block, output);
            }
        }

        if (block.WrittenCount > 0)
        {
            Close(block, output);
        }

        return output.WrittenMemory;
    }

    /// <summary>The objects in key order, and the revision through which clients see no history.</summary>
    public static (List<StoredObject> Objects, long CompactedThrough) Decode(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty || payload.Span[0] != Blocks)
        {
            var first = new List<StoredObject>();
            ReadBlock(payload, first);
            return (first, 0);
        }

        var reader = new ByteReader(payload);
        reader.Byte();
        var compacted = (long)reader.Varint();
        var count = (int)reader.Varint();
        var objects = new List<StoredObject>(Math.Min(count, 1 << 20));
        while (!reader.AtEnd)
        {
            ReadBlock(reader.Bytes((int)reader.Varint()), objects);
        }

        return objects.Count == count ? (objects, compacted) : throw new StoreException($"A snapshot is damaged: it holds {objects.Count} objects and says {count}.");
    }

    private static void Close(ArrayBufferWriter<byte> block, ArrayBufferWriter<byte> output)
    {
        var packed = Packing.Pack(block.WrittenSpan);
        Varint.Write(output, (ulong)packed.Length);
        output.Write(packed.Span);
        block.ResetWrittenCount();
    }

    /// <summary>Reads one packed block of objects.</summary>
    public static void ReadBlock(ReadOnlyMemory<byte> packed, List<StoredObject> objects)
    {
        var reader = new ByteReader(Packing.Unpack(packed));
        while (!reader.AtEnd)
        {
            var revision = (long)reader.Varint();
            var (key, document) = ChangeEncoding.ReadObject(ref reader);
            objects.Add(new StoredObject(key, revision, document));
        }
    }
}
