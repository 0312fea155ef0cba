using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Tells when a custom kind is not served any more as a watch of it found it: its definition is gone, or says something else. Kubernetes ends the
/// watches then, and clients list again by what is served now.</summary>
internal static class DefinitionEnd
{
    /// <summary>Waits until that is so.</summary>
    /// <returns>The revision of the kind's collection up to which its watches are to tell of changes still.</returns>
    public static async Task<long> WaitAsync(IDocumentStore store, ResourceKind kind, CancellationToken cancellationToken)
    {
        var definitions = store.Collection(CollectionIndexes.DefinitionOf(ApiextensionsKinds.CustomResourceDefinitions));
        var state = await definitions.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        while (IsServed(state, kind))
        {
            await ChangeAsync(definitions, state.Revision, CollectionKeys.Of(new ObjectName("", kind.Definition!.Name)), cancellationToken).ConfigureAwait(false);
            state = await definitions.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        }

        return (await store.Collection(CollectionIndexes.DefinitionOf(kind)).ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Revision;
    }

    /// <summary>Ends once the definition has changed, or when it cannot be told any more whether it has.</summary>
    private static async Task ChangeAsync(IDocumentCollection definitions, long after, string key, CancellationToken cancellationToken)
    {
        if (await definitions.WatchAsync(after, cancellationToken).ConfigureAwait(false) is not WatchOutcome.Watching(var batches))
        {
            return;
        }

        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (batch.Changes.Any(change => change.Key == key))
                {
                    return;
                }
            }
        }
        catch (SlowReaderException)
        {
            // Whoever called reads again.
        }
    }

    private static bool IsServed(CollectionState definitions, ResourceKind kind) =>
        definitions.Find(CollectionKeys.Of(new ObjectName("", kind.Definition!.Name))) is { } found
        && CustomKinds.Served((JsonObject)JsonDocuments.Parse(found.Document.Bytes.Span)!).FirstOrDefault(one => one.Version == kind.Version) is { Definition: { } now }
        && now.Uid == kind.Definition.Uid && now.Fingerprint == kind.Definition.Fingerprint;
}
