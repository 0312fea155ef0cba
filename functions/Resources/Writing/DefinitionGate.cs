using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Keeps new custom resources from being made while their definition is going, as <see cref="NamespaceGate"/> does for namespaces.</summary>
/// <remarks>
/// A create reads the definition first; a deletion of the definition marks it, and then closes its collection for its uid. What the definition's
/// controller lists after the closing is therefore all there will ever be.
/// </remarks>
internal sealed class DefinitionGate(IDocumentStore store, TimeProvider time)
{
    /// <summary>Why nothing of a kind can be made; null where it can, and for built-in kinds. A rehearsed definition is not looked for.</summary>
    public async Task<Refusal?> EnterAsync(ResourceKind kind, WriteContext context, CancellationToken cancellationToken)
    {
        if (kind.Definition is not { } definition || (context.DryRun && context.Rehearsal.Definitions.Contains(definition.Name)))
        {
            return null;
        }

        var definitions = await store.Collection(CollectionIndexes.DefinitionOf(ApiextensionsKinds.CustomResourceDefinitions)).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        return definitions.Find(CollectionKeys.Of(new ObjectName("", definition.Name))) is { } found && ObjectFacts.Of(found) is var facts && facts.Uid == definition.Uid && !facts.IsDeleting
            ? null
            : Refused(kind);
    }

    /// <summary>Whether the collection is closed for the definition that makes a kind. Pure.</summary>
    public static bool IsClosed(CollectionState state, ResourceKind kind) =>
        kind.Definition is { } definition && state.Find(CollectionKeys.Closed(definition.Name, definition.Uid)) is not null;

    /// <summary>What a create is told while the definition is going.</summary>
    public static Refusal Refused(ResourceKind kind) =>
        new Refusal.MethodNotAllowed(kind.QualifiedResource, "create") { Message = "create not allowed while custom resource definition is terminating" };

    /// <summary>Closes the collection of a definition that is going.</summary>
    public Task CloseAsync(JsonObject definition, CancellationToken cancellationToken) => Closing.CloseAsync(
        [store.Collection(CollectionIndexes.DefinitionOf(CustomKinds.CollectionOf(definition)))],
        CollectionKeys.Closed(definition.Text("metadata", "name")!, definition.Text("metadata", "uid")!),
        $"The custom resource definition {definition.Text("metadata", "name")}",
        time.GetUtcNow(),
        cancellationToken);

    /// <summary>Notes in its collection that a definition is about to be established, where there was something in it before: what lies behind is another's.</summary>
    /// <param name="before">The definition as it is.</param>
    /// <param name="after">The definition as it is to be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be noted now.</exception>
    public async Task EstablishAsync(JsonNode? before, JsonObject after, CancellationToken cancellationToken)
    {
        if (CustomKinds.IsEstablished(before) || !CustomKinds.IsEstablished(after))
        {
            return;
        }

        // Once for each definition: two instances may establish it at once, and then clients have seen its objects.
        var marker = new Document(Encoding.UTF8.GetBytes($$$"""{"metadata":{"uid":"{{{after.Text("metadata", "uid")}}}"}}"""), -1);
        var collection = store.Collection(CollectionIndexes.DefinitionOf(CustomKinds.CollectionOf(after)));
        var write = new Write(CollectionKeys.Established, state =>
            state.Find(CollectionKeys.Established)?.Document.Bytes.Span.SequenceEqual(marker.Bytes.Span) == true ? new WriteDecision.Nothing() : new WriteDecision.Put(marker));
        if ((await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Revision > 0
            && await collection.CommitAsync(write, cancellationToken).ConfigureAwait(false) is not (WriteOutcome.Committed or WriteOutcome.Unchanged))
        {
            throw new StoreException($"The custom resource definition {after.Text("metadata", "name")} cannot be established now.");
        }
    }
}
