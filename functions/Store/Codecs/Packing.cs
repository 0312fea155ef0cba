using System.Buffers;
using ZstdSharp;

namespace CloudOrchestrator.Store.Codecs;

/// <summary>Compresses encoded bytes where it pays. The first byte says how the rest is packed.</summary>
internal static class Packing
{
    /// <summary>The rest is as it is.</summary>
    public const byte Plain = 0;

    private const byte Zstd = 1;

    /// <summary>Below this many bytes compression costs more time than it saves.</summary>
    private const int CompressBytesMin = 4 * 1024;

    private const int ZstdLevel = 1;

    /// <summary>Most bytes that packed ones may unpack to: a guard against a damaged length.</summary>
    private const int UnpackedBytesMax = 256 * 1024 * 1024;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    /// <summary>Compresses the bytes behind the first one where it pays.</summary>
    public static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> plain)
    {
        if (plain.Length < CompressBytesMin)
        {
            return plain.ToArray();
        }

        _compressor ??= new Compressor(ZstdLevel);
        var packed = ArrayPool<byte>.Shared.Rent(1 + Compressor.GetCompressBound(plain.Length - 1));
        packed[0] = Zstd;
        var length = _compressor.Wrap(plain[1..], packed.AsSpan(1));
        var result = length + 1 < plain.Length ? packed.AsSpan(0, length + 1).ToArray() : plain.ToArray();
        ArrayPool<byte>.Shared.Return(packed);
        return result;
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

        try
        {
            _decompressor ??= new Decompressor();
            var packed = payload.Span[1..];
            var length = Decompressor.GetDecompressedSize(packed);
            if (length > UnpackedBytesMax)
            {
                throw new StoreException($"Packed bytes of the log are damaged: they say that they unpack to {length} bytes.");
            }

            var plain = new byte[length];
            var unpacked = _decompressor.Unwrap(packed, plain);
            return unpacked == plain.Length ? plain : throw new StoreException($"Packed bytes of the log are damaged: they unpack to {unpacked} bytes and say {length}.");
        }
        catch (ZstdException fault)
        {
            throw new StoreException($"Packed bytes of the log are damaged: {fault.Message}", fault);
        }
    }
}
