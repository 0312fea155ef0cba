using System.Buffers;

namespace CloudOrchestrator.Store.Codecs;

/// <summary>A collection's whole state as bytes: each object's revision, key and document, packed like a commit.</summary>
internal static class SnapshotEncoding
{
    public static ReadOnlyMemory<byte> Encode(CollectionState state)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        output.Write<byte>([0]);
        foreach (var item in state.Range(""))
        {
            Varint.Write(output, (ulong)item.Revision);
            ChangeEncoding.WriteObject(output, item.Key, item.Document);
        }

        return ChangeEncoding.Pack(output.WrittenMemory);
    }

    public static IEnumerable<StoredObject> Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new ByteReader(ChangeEncoding.Unpack(payload));
        while (!reader.AtEnd)
        {
            var revision = (long)reader.Varint();
            var (key, document) = ChangeEncoding.ReadObject(ref reader);
            yield return new StoredObject(key, revision, document);
        }
    }
}
