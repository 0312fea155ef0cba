using System.Globalization;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>A range of a blob, as <c>bytes=0-99</c> or <c>bytes=100-</c>.</summary>
internal sealed record ByteRange(long From, long? To)
{
    public static ByteRange? Of(StorageRequest request)
    {
        var text = request.Header("x-ms-range") ?? request.Header("Range");
        if (text is null)
        {
            return null;
        }

        var ends = text["bytes=".Length..].Split('-');
        return new ByteRange(long.Parse(ends[0], CultureInfo.InvariantCulture), ends[1].Length == 0 ? null : long.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    /// <exception cref="RefusedException">It begins behind the end.</exception>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> content)
    {
        if (From >= content.Length)
        {
            throw new RefusedException(BlobErrors.InvalidRange);
        }

        var end = Math.Min(To ?? long.MaxValue, content.Length - 1);
        return content[(int)From..(int)(end + 1)];
    }
}
