using System.Text;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.OpenApi;

/// <summary>The fields of a protobuf message of which no schema is at hand.</summary>
internal sealed class WireFields
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private WireFields(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>A message whose fields are messages, texts and numbers.</summary>
    public static WireFields Read(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>All fields of a number but those that are plain numbers.</summary>
    public IEnumerable<WireFields> All(int number)
    {
        for (var rest = _bytes; rest.Length > 0;)
        {
            var tag = Varint(ref rest);
            var length = (tag & 7) switch { 0 => -1, 1 => 8, 2 => (int)Varint(ref rest), _ => throw new InvalidDataException($"wire type {tag & 7}") };
            if (length < 0)
            {
                Varint(ref rest);
                continue;
            }

            var content = rest[..length];
            rest = rest[length..];
            if ((int)(tag >> 3) == number)
            {
                yield return new WireFields(content);
            }
        }
    }

    /// <summary>The field of a number, or null.</summary>
    public WireFields? Find(int number) => All(number).SingleOrDefault();

    /// <summary>The message of a number.</summary>
    public WireFields Inner(int number)
    {
        var found = Find(number);
        Assert.NotNull(found);
        return found;
    }

    /// <summary>The text of a number.</summary>
    public string Text(int number) => Find(number)!.Text();

    /// <summary>This field as a text.</summary>
    public string Text() => Encoding.UTF8.GetString(_bytes.Span);

    private static ulong Varint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
