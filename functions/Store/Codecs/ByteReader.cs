namespace CloudOrchestrator.Store.Codecs;

/// <summary>Reads encoded rows. A row that ends too early is damaged and says so.</summary>
internal struct ByteReader(ReadOnlyMemory<byte> data)
{
    private int _position;

    public readonly bool AtEnd => _position == data.Length;

    public byte Byte()
    {
        if (AtEnd)
        {
            throw Damaged();
        }

        return data.Span[_position++];
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var octet = Byte();
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public ReadOnlyMemory<byte> Bytes(int length)
    {
        if (length < 0 || length > data.Length - _position)
        {
            throw Damaged();
        }

        var bytes = data.Slice(_position, length);
        _position += length;
        return bytes;
    }

    private readonly StoreException Damaged() => new($"A row of the log is damaged at byte {_position} of {data.Length}.");
}
