using System.Buffers.Binary;
using System.Text;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Writes the protobuf wire format into one buffer that grows.</summary>
public sealed class WireWriter
{
    private const int LengthDelimited = 2;
    private const int Fixed64 = 1;

    private byte[] _bytes;
    private int _length;

    /// <param name="capacity">Bytes to begin with.</param>
    public WireWriter(int capacity = 256) => _bytes = new byte[capacity];

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what has been written, and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins a message, string or bytes field. What is written until <see cref="End"/> is its content.</summary>
    /// <returns>What <see cref="End"/> is to be given.</returns>
    public int Start(int number)
    {
        Varint(Tag(number, LengthDelimited));

        // Most contents are short enough for one byte of length; others are moved when they end.
        Reserve(1);
        _length++;
        return _length;
    }

    /// <summary>Ends what <see cref="Start"/> began.</summary>
    public void End(int start)
    {
        var content = _length - start;
        var size = 1;
        for (var rest = (uint)content >> 7; rest > 0; rest >>= 7)
        {
            size++;
        }

        if (size > 1)
        {
            Reserve(size - 1);
            Buffer.BlockCopy(_bytes, start, _bytes, start + size - 1, content);
            _length += size - 1;
        }

        var at = start - 1;
        for (var rest = (uint)content; size > 0; size--, rest >>= 7)
        {
            _bytes[at++] = (byte)(size > 1 ? rest | 0x80 : rest);
        }
    }

    /// <summary>Writes a field of bytes.</summary>
    public void Bytes(int number, ReadOnlySpan<byte> value)
    {
        Varint(Tag(number, LengthDelimited));
        Varint((ulong)value.Length);
        Append(value);
    }

    /// <summary>Writes a string field.</summary>
    public void Text(int number, string value)
    {
        var start = Start(number);
        var space = Space(Encoding.UTF8.GetMaxByteCount(value.Length));
        Advance(Encoding.UTF8.GetBytes(value, space));
        End(start);
    }

    /// <summary>Writes a number field; negative numbers take ten bytes, as in every int32 and int64.</summary>
    public void Number(int number, long value)
    {
        Varint(Tag(number, WireReader.VarintType));
        Varint((ulong)value);
    }

    /// <summary>Writes a double field.</summary>
    public void Double(int number, double value)
    {
        Varint(Tag(number, Fixed64));
        BinaryPrimitives.WriteDoubleLittleEndian(Space(sizeof(double)), value);
        Advance(sizeof(double));
    }

    /// <summary>Bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Space(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Room for content that the caller fills in itself.</summary>
    public Span<byte> Space(int bytes)
    {
        Reserve(bytes);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Counts what was filled in of <see cref="Space"/>.</summary>
    public void Advance(int bytes) => _length += bytes;

    private static ulong Tag(int number, int wireType) => (ulong)((number << 3) | wireType);

    private void Varint(ulong value)
    {
        const int longest = 10;
        Reserve(longest);
        for (; value >= 0x80; value >>= 7)
        {
            _bytes[_length++] = (byte)(value | 0x80);
        }

        _bytes[_length++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }
    }
}
