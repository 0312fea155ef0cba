using System.Globalization;

namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>A blob at one version.</summary>
/// <param name="Changed">The service's time; no two versions share one.</param>
internal sealed record StoredBlob(
    string Name, ReadOnlyMemory<byte> Content, string ContentType, string? ContentMd5, IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset Created, DateTimeOffset Changed)
{
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"0x{Changed.UtcTicks:X}\"");
}
