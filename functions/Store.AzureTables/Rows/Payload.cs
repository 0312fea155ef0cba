using System.Globalization;
using Azure.Data.Tables;

namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>A commit's bytes as binary properties of its row.</summary>
internal static class Payload
{
    /// <summary>Most bytes of one property.</summary>
    /// <value>64 KiB, the service's limit for a binary property.</value>
    public const int PropertyBytesMax = 64 * 1024;

    /// <summary>Most bytes of a row's payload.</summary>
    /// <value>700 KiB: the service takes 1 MiB an entity, and the wire adds base64.</value>
    public const int BytesMax = 700 * 1024;

    private const string Prefix = "d";

    /// <summary>Adds the bytes to the row as <c>d0</c>, <c>d1</c>, …</summary>
    public static void Write(TableEntity entity, ReadOnlyMemory<byte> bytes)
    {
        for (var (index, start) = (0, 0); start < bytes.Length; index++, start += PropertyBytesMax)
        {
            entity[Name(index)] = bytes.Slice(start, Math.Min(PropertyBytesMax, bytes.Length - start)).ToArray();
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReadOnlyMemory<byte> Read(TableEntity entity)
    {
        var parts = new List<byte[]>();
        while (entity.GetBinary(Name(parts.Count)) is { } part)
        {
            parts.Add(part);
        }

        if (parts.Count < 2)
        {
            return parts.Count == 0 ? default : parts[0];
        }

        var bytes = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(bytes, at);
            at += part.Length;
        }

        return bytes;
    }

    private static string Name(int index) => Prefix + index.ToString(CultureInfo.InvariantCulture);
}
