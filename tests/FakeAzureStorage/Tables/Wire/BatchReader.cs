using System.Text;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>Reads an entity group transaction: a multipart body that holds one change set, whose parts are HTTP requests.</summary>
internal static class BatchReader
{
    private static readonly byte[] BlankLine = "\r\n\r\n"u8.ToArray();

    public static ChangeEntities Read(StorageRequest request, StorageLimits limits)
    {
        var batch = Multipart.Read(request.Body, request.Header("Content-Type"));
        if (batch.Count != 1)
        {
            throw new RefusedException(StorageError.InvalidInput);
        }

        var (headers, body) = SplitHead(batch[0]);
        var parts = Multipart.Read(body, headers.GetValueOrDefault("Content-Type"));
        var changes = new List<EntityChange>(parts.Count);
        foreach (var part in parts)
        {
            if (changes.Count == limits.BatchOperationsMax)
            {
                // The live service names the last that would have been allowed.
                return new ChangeEntities(changes[..^1], TableErrors.BatchTooLong);
            }

            try
            {
                var inner = ReadRequest(SplitHead(part).Body, request.Instance);
                changes.Add(TableRequestReader.ReadChange(inner, EntityAddress.Parse(RequestAddress.Of(inner.Uri).Path)));
            }
            catch (RefusedException refused)
            {
                return new ChangeEntities(changes, refused.Error);
            }
        }

        return new ChangeEntities(changes, null);
    }

    private static StorageRequest ReadRequest(ReadOnlyMemory<byte> part, string instance)
    {
        var lineEnd = part.Span.IndexOf("\r\n"u8);
        var line = Encoding.UTF8.GetString(part.Span[..Math.Max(lineEnd, 0)]).Split(' ');
        if (line.Length != 3 || !Uri.TryCreate(line[1], UriKind.Absolute, out var uri))
        {
            throw new RefusedException(StorageError.InvalidInput);
        }

        var (headers, body) = SplitHead(part[(lineEnd + 2)..]);
        return new StorageRequest(instance, line[0], uri, headers, body);
    }

    private static (Dictionary<string, string> Headers, ReadOnlyMemory<byte> Body) SplitHead(ReadOnlyMemory<byte> part)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var blank = part.Span.IndexOf(BlankLine);
        var end = blank < 0 ? part.Length : blank;
        foreach (var line in Encoding.UTF8.GetString(part.Span[..end]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, blank < 0 ? default : part[(blank + BlankLine.Length)..]);
    }
}
