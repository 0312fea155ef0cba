using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Wire;

/// <summary>The answers of the blob service: headers, and XML for lists and errors.</summary>
internal static class BlobAnswers
{
    private const string Xml = "application/xml";

    public static StorageAnswer Error(StorageError error, string requestId, DateTimeOffset now)
    {
        var answer = new StorageAnswer(error.Status).With("x-ms-error-code", error.Code);
        return error.Status == 304
            ? answer
            : (answer with
            {
                Body = BytesOf(new XElement("Error",
                    new XElement("Code", error.Code),
                    new XElement("Message", $"{error.Message}\nRequestId:{requestId}\nTime:{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}"))),
            }).With("Content-Type", Xml);
    }

    public static StorageAnswer OfContainer(int status, BlobContainer container) => new StorageAnswer(status)
        .With("ETag", string.Create(CultureInfo.InvariantCulture, $"\"0x{container.Changed.UtcTicks:X}\""))
        .With("Last-Modified", Date(container.Changed));

    /// <summary>Of a write.</summary>
    public static StorageAnswer Written(int status, StoredBlob blob)
    {
        var answer = new StorageAnswer(status)
            .With("ETag", blob.ETag)
            .With("Last-Modified", Date(blob.Changed))
            .With("x-ms-request-server-encrypted", "true");
        return blob.ContentMd5 is null ? answer : answer.With("Content-MD5", blob.ContentMd5);
    }

    /// <summary>Of a read.</summary>
    /// <param name="content">What is sent; empty if only properties were asked for.</param>
    /// <param name="length">What Content-Length says.</param>
    public static StorageAnswer Read(int status, StoredBlob blob, ReadOnlyMemory<byte> content, long length)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("ETag", blob.ETag),
            new("Last-Modified", Date(blob.Changed)),
            new("x-ms-creation-time", Date(blob.Created)),
            new("Content-Type", blob.ContentType),
            new("Content-Length", length.ToString(CultureInfo.InvariantCulture)),
            new("Accept-Ranges", "bytes"),
            new("x-ms-blob-type", "BlockBlob"),
            new("x-ms-lease-state", "available"),
            new("x-ms-lease-status", "unlocked"),
            new("x-ms-server-encrypted", "true"),
            .. blob.Metadata.Select(pair => new KeyValuePair<string, string>("x-ms-meta-" + pair.Key, pair.Value)),
        ];
        if (status == 200 && blob.ContentMd5 is not null)
        {
            headers.Add(new("Content-MD5", blob.ContentMd5));
        }

        return new StorageAnswer(status) { Body = content, Headers = headers };
    }

    public static StorageAnswer List(Uri endpoint, Operations.ListBlobs list, IEnumerable<StoredBlob> blobs, string? next) => new StorageAnswer(200)
    {
        Body = BytesOf(new XElement("EnumerationResults",
            new XAttribute("ServiceEndpoint", endpoint),
            new XAttribute("ContainerName", list.ContainerName),
            new XElement("Prefix", list.Prefix),
            new XElement("Blobs", blobs.Select(blob => Item(blob, list.IncludesMetadata))),
            new XElement("NextMarker", next is null ? "" : ContinuationToken.Encode(next)))),
    }.With("Content-Type", Xml);

    private static XElement Item(StoredBlob blob, bool withMetadata) => new("Blob",
        new XElement("Name", blob.Name),
        new XElement("Properties",
            new XElement("Creation-Time", Date(blob.Created)),
            new XElement("Last-Modified", Date(blob.Changed)),
            new XElement("Etag", blob.ETag.Trim('"')),
            new XElement("Content-Length", blob.Content.Length),
            new XElement("Content-Type", blob.ContentType),
            new XElement("Content-MD5", blob.ContentMd5),
            new XElement("BlobType", "BlockBlob"),
            new XElement("LeaseStatus", "unlocked"),
            new XElement("LeaseState", "available"),
            new XElement("ServerEncrypted", "true")),
        withMetadata ? new XElement("Metadata", blob.Metadata.Select(pair => new XElement(pair.Key, pair.Value))) : null);

    private static string Date(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    private static byte[] BytesOf(XElement root) =>
        Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + root.ToString(SaveOptions.DisableFormatting));
}
