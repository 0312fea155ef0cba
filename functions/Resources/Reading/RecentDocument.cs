using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The documents that were read last, parsed: a change is looked at where it is committed and by one reactor after another, and each takes of it what it
/// needs.</summary>
internal static class RecentDocument
{
    /// <summary>How many are kept at most: a few times what a commit of many writers has, since two may want one place.</summary>
    private const int Slots = 256;

    /// <summary>Bytes of the largest document that is kept parsed.</summary>
    private const int KeptMax = 16 * 1024;

    private static readonly Entry?[] Recent = new Entry?[Slots];

    /// <param name="document">A stored document.</param>
    /// <param name="read">A pure function of it, which may not keep any part of it.</param>
    public static T Read<T>(Document document, Func<JsonElement, T> read)
    {
        // It is nobody else's while it is read: reading one document may read another, and other threads read too.
        ref var slot = ref Recent[(uint)RuntimeHelpers.GetHashCode(document) % Slots];
        var entry = Interlocked.Exchange(ref slot, null);
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
            (document.Bytes.Length <= KeptMax ? Interlocked.Exchange(ref slot, entry) : entry)?.Parsed.Dispose();
        }
    }

    private sealed record Entry(Document Document, JsonDocument Parsed);
}
