using System.Text;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>Writes the protobuf wire format.</summary>
internal sealed class WireWriter
{
    private const int LengthDelimited = 2;

    private readonly MemoryStream _output = new();

    public WireWriter Text(int number, string? value)
    {
        if (value is not null)
        {
            Bytes(number, Encoding.UTF8.GetBytes(value));
        }

        return this;
    }

    public WireWriter Message(int number, WireWriter? inner)
    {
        if (inner is not null)
        {
            Bytes(number, inner.ToArray());
        }

        return this;
    }

    public byte[] ToArray() => _output.ToArray();

    private void Bytes(int number, byte[] value)
    {
        Varint((ulong)((number << 3) | LengthDelimited));
        Varint((ulong)value.Length);
        _output.Write(value);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _output.WriteByte((byte)(value | 0x80));
        }

        _output.WriteByte((byte)value);
    }
}
