using System.Collections.Concurrent;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Reads of collections that nearly every create looks at: of what this process wrote they know at once, of what others did within a second.</summary>
internal sealed class RecentReads(IDocumentStore store, TimeProvider time)
{
    /// <summary>How old the state may be that is answered.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.Ordinal);

    /// <summary>A state that was current within the last second.</summary>
    public async ValueTask<CollectionState> RecentAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        _asked.TryGetValue(kind.Collection, out var asked) && time.GetElapsedTime(asked) < AgeMax
            ? await Collection(kind).ReadAnyAsync(cancellationToken).ConfigureAwait(false)
            : await CurrentAsync(kind, cancellationToken).ConfigureAwait(false);

    /// <summary>A state that is current now.</summary>
    public async ValueTask<CollectionState> CurrentAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var state = await Collection(kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        _asked.AddOrUpdate(kind.Collection, now, (_, asked) => Math.Max(asked, now));
        return state;
    }

    public IDocumentCollection Collection(ResourceKind kind) => store.Collection(CollectionIndexes.DefinitionOf(kind));
}
