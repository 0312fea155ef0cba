using System.Text;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>Cuts a multipart body at its boundary.</summary>
internal static class Multipart
{
    private const string BoundaryParameter = "boundary=";

    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        var at = contentType?.IndexOf(BoundaryParameter, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
        {
            throw new RefusedException(StorageError.InvalidInput);
        }

        var boundary = Encoding.ASCII.GetBytes("--" + contentType![(at + BoundaryParameter.Length)..].Trim().Trim('"'));
        var parts = new List<ReadOnlyMemory<byte>>();
        var start = body.Span.IndexOf(boundary);
        while (start >= 0)
        {
            var from = start + boundary.Length;
            if (body.Span[from..].StartsWith("--"u8))
            {
                return parts;
            }

            var length = body.Span[from..].IndexOf(boundary);
            if (length < 0)
            {
                break;
            }

            // The line breaks around a part belong to its boundaries.
            parts.Add(WithoutBreaks(body.Slice(from, length)));
            start = from + length;
        }

        throw new RefusedException(StorageError.InvalidInput);
    }

    private static ReadOnlyMemory<byte> WithoutBreaks(ReadOnlyMemory<byte> part)
    {
        if (part.Span.StartsWith("\r\n"u8))
        {
            part = part[2..];
        }

        return part.Span.EndsWith("\r\n"u8) ? part[..^2] : part;
    }
}
