using System.Buffers.Binary;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads the protobuf wire format.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    public const int VarintType = 0;
    public const int LengthDelimited = 2;

    /// <summary>Deepest nesting of messages.</summary>
    public const int DepthMax = 100;

    private const int Fixed64 = 1;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    public readonly bool AtEnd => _position == _data.Length;

    public bool TryReadTag(out int number, out int wireType)
    {
        (number, wireType) = (0, 0);
        if (AtEnd)
        {
            return false;
        }

        var tag = Varint();
        (number, wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return number > 0 ? true : throw new WireException($"illegal tag {number} at byte {_position}");
    }

    public ulong ReadVarint(int wireType) => wireType == VarintType ? Varint() : throw Wrong(wireType);

    public double ReadDouble(int wireType)
    {
        if (wireType != Fixed64)
        {
            throw Wrong(wireType);
        }

        return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
    }

    public ReadOnlySpan<byte> ReadBytes(int wireType)
    {
        if (wireType != LengthDelimited)
        {
            throw Wrong(wireType);
        }

        var length = Varint();
        return length <= int.MaxValue ? Take((int)length) : throw Ended();
    }

    public void Skip(int wireType)
    {
        switch (wireType)
        {
            case VarintType:
                Varint();
                break;
            case Fixed64:
                Take(8);
                break;
            case LengthDelimited:
                ReadBytes(wireType);
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw Wrong(wireType);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (AtEnd)
            {
                throw Ended();
            }

            var octet = _data[_position++];
            value |= shift < 64 ? (ulong)(octet & 0x7F) << shift : 0;
            if (octet < 0x80)
            {
                return value;
            }
        }

        throw new WireException($"a number is too long at byte {_position}");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _data.Length - _position)
        {
            throw Ended();
        }

        var taken = _data.Slice(_position, length);
        _position += length;
        return taken;
    }

    private readonly WireException Ended() => new($"unexpected end at byte {_position}");

    private readonly WireException Wrong(int wireType) => new($"wrong wire type {wireType} at byte {_position}");
}
