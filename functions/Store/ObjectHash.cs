using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CloudOrchestrator.Store;

/// <summary>Hashes objects for the digest of a collection.</summary>
internal static class ObjectHash
{
    /// <summary>Keys of up to this many UTF-8 bytes are hashed without a heap buffer.</summary>
    private const int KeyBytesOnStack = 512;

    /// <summary>One a thread: making one costs as much as hashing a small object.</summary>
    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <summary>The first 64 bits of SHA-256 over revision, key and document. A strong hash, since the digests are summed.</summary>
    public static ulong Of(StoredObject item)
    {
        var hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, item.Revision);
        hash.AppendData(number);
        Span<byte> key = stackalloc byte[KeyBytesOnStack];
        hash.AppendData(Encoding.UTF8.TryGetBytes(item.Key, key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(item.Key));
        hash.AppendData([0]);
        hash.AppendData(item.Document.Bytes.Span);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
