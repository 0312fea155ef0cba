using System.Buffers;
using System.Security.Cryptography;
using CloudOrchestrator.Store.Codecs;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Writes a backup file from its beginning to its end.</summary>
internal sealed class BackupWriter(Stream file)
{
    /// <summary>A block is closed once its objects reach this many bytes.</summary>
    private const int BlockBytes = 128 * 1024;

    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes + (16 * 1024));
    private byte[] _hash = SHA256.HashData(BackupFormat.Line);

    public ValueTask BeginAsync(CancellationToken cancellationToken) => file.WriteAsync(BackupFormat.Line.ToArray(), cancellationToken);

    /// <summary>Writes a collection and all its objects.</summary>
    public async Task CollectionAsync(BackupCollection collection, IEnumerable<StoredObject> objects, CancellationToken cancellationToken)
    {
        await FrameAsync(collection.Encode(), cancellationToken).ConfigureAwait(false);
        foreach (var item in objects)
        {
            if (_block.WrittenCount == 0)
            {
                _block.Write([Packing.Plain]);
            }

            Varint.Write(_block, (ulong)item.Revision);
            ChangeEncoding.WriteObject(_block, item.Key, item.Document);
            if (_block.WrittenCount >= BlockBytes)
            {
                await BlockAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (_block.WrittenCount > 0)
        {
            await BlockAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the end, without which the file is not whole.</summary>
    public async Task EndAsync(int collections, long time, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>(16);
        output.Write([BackupFormat.EndFrame]);
        Varint.Write(output, (ulong)collections);
        Varint.Write(output, (ulong)time);
        await FrameAsync(output.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task BlockAsync(CancellationToken cancellationToken)
    {
        var packed = Packing.Pack(_block.WrittenSpan);
        _block.ResetWrittenCount();
        await FrameAsync(new[] { BackupFormat.ObjectsFrame }.Concat(packed.ToArray()).ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async Task FrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var length = new ArrayBufferWriter<byte>(8);
        Varint.Write(length, (ulong)frame.Length);
        _hash = BackupReader.Hash(_hash, frame.Span);
        await file.WriteAsync(length.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(_hash, cancellationToken).ConfigureAwait(false);
    }
}
