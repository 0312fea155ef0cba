using System.Security.Cryptography;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Reads a backup file from its beginning to its end, and takes nothing for true that its hashes do not prove.</summary>
/// <param name="file">The file, at its beginning.</param>
/// <param name="name">What messages call it.</param>
/// <param name="cipher">Decrypts the documents; null where none is encrypted.</param>
internal sealed class BackupReader(Stream file, string name, IDocumentCipher? cipher)
{
    private byte[] _hash = SHA256.HashData(BackupFormat.Line);
    private long _position;

    /// <summary>The hash of everything up to and with the end; known once that was read.</summary>
    public string? FileHash { get; private set; }

    /// <summary>The hybrid time of the cut; known once the end was read.</summary>
    public long Time { get; private set; }

    public static byte[] Hash(byte[] before, ReadOnlySpan<byte> frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(frame);
        return hash.GetHashAndReset();
    }

    /// <summary>Every collection with its objects, in the file's order. The objects are to be read before the next collection.</summary>
    /// <exception cref="StoreException">The file is not a backup, or is not as it was written; the message says where.</exception>
    public async IAsyncEnumerable<(BackupCollection Collection, List<StoredObject> Objects)> CollectionsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        var collections = 0;
        while (true)
        {
            var frame = await FrameAsync(cancellationToken).ConfigureAwait(false);
            var reader = new ByteReader(frame);
            switch (reader.Byte())
            {
                case BackupFormat.CollectionFrame:
                    collections++;
                    var collection = BackupCollection.Decode(ref reader);
                    yield return (collection, await ObjectsAsync(collection, cancellationToken).ConfigureAwait(false));
                    break;
                case BackupFormat.EndFrame:
                    End(ref reader, collections);
                    if (file.ReadByte() >= 0)
                    {
                        throw Damaged("more follows its end");
                    }

                    yield break;
                default:
                    throw Damaged("a frame is of no known kind");
            }
        }
    }

    private void End(ref ByteReader reader, int collections)
    {
        var written = (int)reader.Varint();
        if (written != collections)
        {
            throw Damaged($"it holds {collections} collections and says {written}");
        }

        Time = (long)reader.Varint();
        FileHash = Convert.ToHexString(_hash);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var line = new byte[BackupFormat.Line.Length];
        var length = await file.ReadAtLeastAsync(line, line.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _position = length;
        if (!line.AsSpan(0, length).SequenceEqual(BackupFormat.Line))
        {
            throw new StoreException($"{name}: this is no backup that this version can read; one begins with \"{System.Text.Encoding.ASCII.GetString(BackupFormat.Line).TrimEnd()}\".");
        }
    }

    private async Task<List<StoredObject>> ObjectsAsync(BackupCollection collection, CancellationToken cancellationToken)
    {
        var objects = new List<StoredObject>();
        while (objects.Count < collection.Count)
        {
            var frame = await FrameAsync(cancellationToken).ConfigureAwait(false);
            if (frame.Span[0] != BackupFormat.ObjectsFrame)
            {
                throw Damaged($"the collection {collection.Name} holds {objects.Count} objects and says {collection.Count}");
            }

            SnapshotEncoding.ReadBlock(frame[1..], objects);
        }

        var seals = new DocumentSeals(collection.Name, cipher);
        return objects.ConvertAll(seals.Open);
    }

    private async Task<ReadOnlyMemory<byte>> FrameAsync(CancellationToken cancellationToken)
    {
        var start = _position;
        var length = await LengthAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new byte[length + SHA256.HashSizeInBytes];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _position += read;
        if (read < bytes.Length)
        {
            throw Damaged("it ends too early");
        }

        _hash = Hash(_hash, bytes.AsSpan(0, length));
        if (!_hash.AsSpan().SequenceEqual(bytes.AsSpan(length)))
        {
            _position = start;
            throw Damaged("what follows is not what was written");
        }

        return bytes.AsMemory(0, length);
    }

    private async Task<int> LengthAsync(CancellationToken cancellationToken)
    {
        var length = 0L;
        var octet = new byte[1];
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (await file.ReadAsync(octet, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw Damaged("it ends too early");
            }

            _position++;
            length |= (long)(octet[0] & 0x7F) << shift;
            if (octet[0] < 0x80)
            {
                return length is > 0 and <= BackupFormat.FrameBytesMax ? (int)length : throw Damaged($"a frame says that it has {length} bytes");
            }
        }

        throw Damaged("a frame's length has no end");
    }

    private StoreException Damaged(string how) => new($"{name}: the backup is damaged at byte {_position}: {how}. Nothing of it was restored.");
}
