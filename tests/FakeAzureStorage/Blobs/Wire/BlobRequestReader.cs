using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using CloudOrchestrator.FakeAzureStorage.Blobs.Operations;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Wire;

/// <summary>Understands requests to the blob service.</summary>
internal static class BlobRequestReader
{
    private const string MetadataPrefix = "x-ms-meta-";

    /// <summary>What the fake does not have is refused, not overlooked.</summary>
    private static readonly string[] UnknownHeaders = ["If-Modified-Since", "If-Unmodified-Since", "x-ms-lease-id", "x-ms-structured-body", "x-ms-copy-source", "x-ms-if-tags"];

    private static readonly string[] UnknownParameters = ["delimiter", "snapshot", "versionid", "startFrom"];

    public static StorageOperation Read(StorageRequest request, RequestAddress address)
    {
        if (UnknownHeaders.Any(name => request.Header(name) is not null)
            || UnknownParameters.Any(name => address.QueryValue(name) is not null)
            || (address.QueryValue("include") ?? "").Split(',').Any(part => part.Length > 0 && !part.Equals("metadata", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedException(StorageError.NotImplemented);
        }

        var slash = address.Path.IndexOf('/', StringComparison.Ordinal);
        var container = slash < 0 ? address.Path : address.Path[..slash];
        var blob = slash < 0 ? "" : Uri.UnescapeDataString(address.Path[(slash + 1)..]);
        return blob.Length == 0 ? ReadOfContainer(request, address, container) : ReadOfBlob(request, address, container, blob);
    }

    private static StorageOperation ReadOfContainer(StorageRequest request, RequestAddress address, string container) =>
        (request.Method, address.QueryValue("comp")) switch
        {
            ("PUT", null) => new CreateContainer(container),
            ("GET" or "HEAD", null) => new GetContainer(container),
            ("DELETE", null) => new DeleteContainer(container),
            ("GET", "list") => new ListBlobs(
                container,
                address.QueryValue("prefix") ?? "",
                address.QueryValue("marker") is { Length: > 0 } marker ? ContinuationToken.Decode(marker) : null,
                address.QueryValue("maxresults") is { } max ? int.Parse(max, CultureInfo.InvariantCulture) : null,
                address.QueryValue("include") is { Length: > 0 }),
            _ => throw new RefusedException(StorageError.NotImplemented),
        };

    private static BlobOperation ReadOfBlob(StorageRequest request, RequestAddress address, string container, string blob)
    {
        var conditions = BlobConditions.Of(request);
        return (request.Method, address.QueryValue("comp")) switch
        {
            ("PUT", null) when request.Header("x-ms-blob-type") == "BlockBlob" =>
                new PutBlob(container, blob, Content(request), HeadersOf(request), conditions),
            ("PUT", "block") => new PutBlock(container, blob, address.QueryValue("blockid")!, Content(request)),
            ("PUT", "blocklist") => new PutBlockList(container, blob, BlockIds(request), HeadersOf(request), conditions),
            ("PUT", "metadata") => new SetBlobMetadata(container, blob, Metadata(request), conditions),
            ("GET", null) => new GetBlob(container, blob, ByteRange.Of(request), conditions),
            ("HEAD", null) => new GetBlobProperties(container, blob, conditions),
            ("DELETE", null) => new DeleteBlob(container, blob, conditions),
            _ => throw new RefusedException(StorageError.NotImplemented),
        };
    }

    private static ReadOnlyMemory<byte> Content(StorageRequest request)
    {
        if (request.Header("Content-MD5") is { } expected && expected != Md5(request.Body.Span))
        {
            throw new RefusedException(BlobErrors.Md5Mismatch);
        }

        return request.Body;
    }

    public static string Md5(ReadOnlySpan<byte> content)
    {
#pragma warning disable CA5351 // The service's own checksum of a blob is an MD5.
        return Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351
    }

    private static BlobHeaders HeadersOf(StorageRequest request) => new(
        request.Header("x-ms-blob-content-type") ?? "application/octet-stream", Metadata(request));

    private static Dictionary<string, string> Metadata(StorageRequest request) => request.Headers
        .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Key[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);

    private static List<string> BlockIds(StorageRequest request)
    {
        try
        {
            return [.. XElement.Load(new MemoryStream(request.Body.ToArray())).Elements().Select(element => element.Value)];
        }
        catch (XmlException)
        {
            throw new RefusedException(BlobErrors.InvalidBlockList);
        }
    }
}
