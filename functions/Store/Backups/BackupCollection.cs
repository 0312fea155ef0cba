using System.Buffers;
using CloudOrchestrator.Store.Codecs;

namespace CloudOrchestrator.Store.Backups;

/// <summary>One collection of a backup.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">The revision that it is.</param>
/// <param name="Digest">Its digest at that revision.</param>
/// <param name="Time">Hybrid logical time of the commit of that revision.</param>
/// <param name="Count">How many objects it has.</param>
internal sealed record BackupCollection(string Name, long Revision, ulong Digest, long Time, int Count)
{
    public ReadOnlyMemory<byte> Encode()
    {
        var output = new ArrayBufferWriter<byte>(64);
        output.Write([BackupFormat.CollectionFrame]);
        ChangeEncoding.WriteText(output, Name);
        foreach (var number in new[] { (ulong)Revision, Digest, (ulong)Time, (ulong)Count })
        {
            Varint.Write(output, number);
        }

        return output.WrittenMemory;
    }

    /// <summary>Reads what follows the frame's first byte.</summary>
    public static BackupCollection Decode(ref ByteReader reader) =>
        new(ChangeEncoding.ReadText(ref reader), (long)reader.Varint(), reader.Varint(), (long)reader.Varint(), (int)reader.Varint());
}
