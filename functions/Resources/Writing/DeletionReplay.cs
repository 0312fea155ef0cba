using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Lets a deletion that is sent again answer what it answered the first time, and delete nothing more.</summary>
/// <remarks>
/// The commit that deletes an object, or marks it, also puts a hidden key of the request's id. The write function of the same request sent again
/// finds that key on the very revision it builds upon, though the object's name may be another's by then. A request that found nothing to delete
/// leaves no key: it has not taken effect yet, so that its replay may.
/// </remarks>
internal sealed class DeletionReplay(IDocumentStore store)
{
    /// <summary>How long requests are remembered.</summary>
    /// <value>10 minutes: longer than any request lasts, and requests are sent again at once or never.</value>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    /// <summary>The write of the hidden key that goes before a deletion into its commit; it refuses what the deletion refuses.</summary>
    public static Write Note(ReplayId id, string key, ResourceObject item, WriteFunction decide, DateTimeOffset now)
    {
        var noted = CollectionKeys.Deleted(id, key);
        var document = new Document(Encoding.UTF8.GetBytes(Identity(item).ToJsonString()), -1, now + RememberedFor);
        return new Write(noted, state =>
            state.Find(noted) is { } found ? new WriteDecision.Refuse(new Noted(found))
            : decide(state) is WriteDecision.Refuse refuse ? refuse
            : new WriteDecision.Put(document));
    }

    /// <summary>The hidden key of a request that has been here before, or null. Pure.</summary>
    public static StoredObject? Find(CollectionState state, ReplayId? id, string key) => id is null ? null : state.Find(CollectionKeys.Deleted(id, key));

    /// <summary>What the first coming of a request was answered.</summary>
    public async ValueTask<ResourceOutcome.Done> AnswerAsync(ResourceKind kind, string key, StoredObject noted, CancellationToken cancellationToken)
    {
        // The note is committed just before the deletion: behind the deletion stands what was marked, before it what is gone. A deletion that
        // had nothing to change has no revision of its own.
        var collection = store.Collection(CollectionIndexes.DefinitionOf(kind));
        var uid = ObjectFacts.Of(noted).Uid;
        var behind = await collection.ReadAtAsync(noted.Revision + 1, cancellationToken).ConfigureAwait(false);
        var before = await collection.ReadAtAsync(noted.Revision, cancellationToken).ConfigureAwait(false);
        var marked = Of(behind is StateOutcome.Future ? before : behind, key, uid);
        if (marked is null && behind is StateOutcome.Compacted)
        {
            marked = Of(new StateOutcome.Found(await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false)), key, uid);
        }

        // Where history is gone, what the note says is enough to tell that this very object was deleted.
        return marked is not null
            ? new ResourceOutcome.Done(StoredResourceState.Wrap(kind, marked), WriteEffect.Deleting)
            : new ResourceOutcome.Done(
                StoredResourceState.Wrap(kind, new StoredObject(key, noted.Revision + 1, Of(before, key, uid)?.Document ?? Bare(noted))), WriteEffect.Deleted);
    }

    private static StoredObject? Of(StateOutcome outcome, string key, string uid) =>
        outcome is StateOutcome.Found found && found.State.Find(key) is { } item && ObjectFacts.Of(item).Uid == uid ? item : null;

    private static JsonObject Identity(ResourceObject item)
    {
        var metadata = new JsonObject { ["name"] = item.Name.Name };
        if (item.Name.Namespace.Length > 0)
        {
            metadata["namespace"] = item.Name.Namespace;
        }

        metadata["uid"] = item.Uid;
        return new JsonObject { ["kind"] = item.Kind.Kind, ["apiVersion"] = item.Kind.ApiVersion, ["metadata"] = metadata };
    }

    private static Document Bare(StoredObject noted)
    {
        var bytes = noted.Document.Bytes;
        return new Document(bytes, bytes.Span.IndexOf("\"metadata\":{"u8) + "\"metadata\":{".Length);
    }

    /// <summary>Says that the request has been here before.</summary>
    public sealed record Noted(StoredObject Key);
}
