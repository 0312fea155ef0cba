using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Keeps new objects out of namespaces that are missing or going.</summary>
/// <remarks>
/// A create reads the namespace first, but by the time it commits the namespace may be going. So a deletion also puts a hidden key into each
/// namespaced collection that closes it for the namespace's uid; the create's write function looks for that key on the very revision it builds upon.
/// What the namespace's controller lists after the closing is therefore all there will ever be. A collection that nothing was ever made in is
/// registered before a create reads the namespace; so either the deletion, which asks for the registered ones after it has marked the namespace,
/// closes it, or the create sees the mark.
/// </remarks>
internal sealed class NamespaceGate(IDocumentStore store, TimeProvider time)
{
    /// <summary>The uid of an open namespace, or why nothing can be made in it.</summary>
    public async Task<(string Uid, Refusal? Refusal)> EnterAsync(ResourceKind kind, string @namespace, JsonObject document, WriteContext context, CancellationToken cancellationToken)
    {
        if (!kind.Namespaced)
        {
            return ("", null);
        }

        if (!context.DryRun)
        {
            await store.Collection(CollectionIndexes.DefinitionOf(kind)).RegisterAsync(cancellationToken).ConfigureAwait(false);
        }

        var namespaces = await store.Collection(CollectionIndexes.DefinitionOf(CoreKinds.Namespaces)).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        if (namespaces.Find(CollectionKeys.Of(new ObjectName("", @namespace))) is not { } found)
        {
            return ("", context.DryRun && context.Rehearsal.Namespaces.Contains(@namespace) ? null : new Refusal.NotFound("namespaces", @namespace));
        }

        var facts = ObjectFacts.Of(found);
        return (facts.Uid, facts.IsDeleting ? Terminating(kind, @namespace, document) : null);
    }

    /// <summary>Whether the collection is closed for the namespace that a create entered. Pure.</summary>
    public static bool IsClosed(CollectionState state, string @namespace, string uid) =>
        uid.Length > 0 && state.Find(CollectionKeys.Closed(@namespace, uid)) is not null;

    /// <summary>What a create into a namespace that is going is told.</summary>
    public static Refusal Terminating(ResourceKind kind, string @namespace, JsonObject document) =>
        new Refusal.Forbidden(
            kind.QualifiedResource,
            document.Text("metadata", "name") ?? document.Text("metadata", "generateName") ?? "",
            $"unable to create new content in namespace {@namespace} because it is being terminated",
            "NamespaceTerminating");

    /// <summary>Closes every namespaced collection that may hold anything for a namespace that is going. Running it again does nothing.</summary>
    /// <exception cref="StoreException">One of them cannot be closed now.</exception>
    public async Task CloseAsync(string @namespace, string uid, CancellationToken cancellationToken)
    {
        var registered = await store.CollectionsAsync(cancellationToken).ConfigureAwait(false);
        var builtIn = KindTable.BuiltIn.All.Where(kind => kind.Namespaced && registered.Contains(kind.Collection)).Select(CollectionIndexes.DefinitionOf).DistinctBy(definition => definition.Name);

        // Custom ones whatever their scope: which of them are served may change at any time.
        var custom = registered.Where(name => name.StartsWith(CustomKinds.CollectionPrefix, StringComparison.Ordinal)).Select(CollectionIndexes.DefinitionOf);
        await Closing.CloseAsync(
            builtIn.Concat(custom).Select(store.Collection), CollectionKeys.Closed(@namespace, uid), $"The namespace {@namespace}", time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }
}
