using System.Text.Json;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The document that a thread has read last, parsed: a change is looked at by one reactor after another, and each takes of it what it needs.</summary>
internal static class RecentDocument
{
    /// <summary>Bytes of the largest document that is kept parsed.</summary>
    private const int KeptMax = 64 * 1024;

    [ThreadStatic]
    private static Entry? _recent;

    /// <param name="document">A stored document.</param>
    /// <param name="read">A pure function of it, which may not keep any part of it.</param>
    public static T Read<T>(Document document, Func<JsonElement, T> read)
    {
        // It is nobody's while it is read: reading one document may read another.
        var entry = _recent;
        _recent = null;
        if (entry is null || !ReferenceEquals(entry.Document, document))
        {
            entry?.Parsed.Dispose();
            entry = new Entry(document, JsonDocument.Parse(document.Bytes, JsonDocuments.Options));
        }

        try
        {
            return read(entry.Parsed.RootElement);
        }
        finally
        {
            _recent?.Parsed.Dispose();
            _recent = document.Bytes.Length <= KeptMax ? entry : null;
            if (_recent is null)
            {
                entry.Parsed.Dispose();
            }
        }
    }

    private sealed record Entry(Document Document, JsonDocument Parsed);
}
