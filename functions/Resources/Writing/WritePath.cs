using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The one path by which objects change.</summary>
/// <remarks>
/// (1) bring the sent document into canonical form; (2) set defaults; (3) validate; (4) record managed fields; (5) commit with a function that
/// checks, on the very revision built upon, that what (1) to (4) relied on still holds. Where it does not, all steps run again.
/// </remarks>
internal sealed class WritePath(IDocumentStore store, TimeProvider time)
{
    /// <summary>How often a write is prepared again after another one came between.</summary>
    private const int AttemptsMax = 50;

    /// <summary>The letters of generated names: no vowels and nothing that looks alike.</summary>
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    private const int SuffixLength = 5;

    private readonly Random _random = new(Guid.NewGuid().GetHashCode());

    public async Task<ResourceOutcome> CreateAsync(ResourceWrite.Create write, WriteContext context, CancellationToken cancellationToken)
    {
        var isGenerated = string.IsNullOrEmpty(write.Document.Text("metadata", "name"));
        for (var attempt = 0; ; attempt++)
        {
            var now = time.GetUtcNow();
            if (write.Kind.Namespaced && await NamespaceRefusalAsync(write.Kind, write.Namespace, write.Document, cancellationToken).ConfigureAwait(false) is { } closed)
            {
                return new ResourceOutcome.Refused(closed);
            }

            var (document, refusal) = Preparation.Create(write.Kind, write.Namespace, write.Document, context, now, Suffix);
            if (refusal is not null)
            {
                return new ResourceOutcome.Refused(refusal);
            }

            await AllocateAsync(write.Kind, document!, cancellationToken).ConfigureAwait(false);
            var name = new ObjectName(write.Namespace, document.Text("metadata", "name")!);
            var key = CollectionKeys.Of(name);
            var stored = StoredForm.Of(document!, write.Kind, now);
            var outcome = await CommitAsync(
                write.Kind,
                key,
                state => state.Find(key) is not null ? new WriteDecision.Refuse(new Refusal.AlreadyExists(write.Kind.QualifiedResource, name.Name))
                    : write.Guard?.Invoke(new StoredResourceState(write.Kind, state)) is { } guarded ? new WriteDecision.Refuse(guarded)
                    : new WriteDecision.Put(stored),
                context,
                cancellationToken).ConfigureAwait(false);
            if (isGenerated && attempt < AttemptsMax && outcome is WriteOutcome.Refused { Reason: Refusal.AlreadyExists })
            {
                continue;
            }

            return Outcome(write.Kind, outcome, WriteEffect.Created);
        }
    }

    public async Task<ResourceOutcome> UpdateAsync(ResourceWrite.Update write, WriteContext context, CancellationToken cancellationToken)
    {
        var key = CollectionKeys.Of(write.Name);
        for (var attempt = 0; ; attempt++)
        {
            var now = time.GetUtcNow();
            var current = (await Collection(write.Kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Find(key);
            var (decision, refusal) = Decide(write, current, context, now);
            if (refusal is not null)
            {
                return new ResourceOutcome.Refused(refusal);
            }

            if (decision is null)
            {
                return current is null
                    ? new ResourceOutcome.Refused(new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name))
                    : new ResourceOutcome.Done(StoredResourceState.Wrap(write.Kind, current), WriteEffect.Unchanged);
            }

            var outcome = await CommitAsync(
                write.Kind,
                key,
                state => state.Find(key)?.Revision != current?.Revision ? new WriteDecision.Refuse(Stale.Instance)
                    : write.Guard?.Invoke(new StoredResourceState(write.Kind, state)) is { } guarded ? new WriteDecision.Refuse(guarded)
                    : decision,
                context,
                cancellationToken).ConfigureAwait(false);
            if (outcome is WriteOutcome.Refused { Reason: Stale } && attempt < AttemptsMax)
            {
                continue;
            }

            return Outcome(write.Kind, outcome, WriteEffect.Updated);
        }
    }

    public async Task<ResourceOutcome> DeleteAsync(ResourceWrite.Delete write, WriteContext context, CancellationToken cancellationToken)
    {
        var key = CollectionKeys.Of(write.Name);
        for (var attempt = 0; ; attempt++)
        {
            var now = time.GetUtcNow();
            var current = (await Collection(write.Kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Find(key);
            if (current is null)
            {
                return new ResourceOutcome.Refused(new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name));
            }

            var before = StoredResourceState.Wrap(write.Kind, current);
            if (Unmet(write.Kind, before, write.Policy.Uid, write.Policy.ResourceVersion) is { } unmet)
            {
                return new ResourceOutcome.Refused(unmet);
            }

            var marked = Deletion.Mark(write.Kind, before.Parse(), write.Policy, now);
            if (marked is not null && JsonNode.DeepEquals(marked, before.Parse()))
            {
                return new ResourceOutcome.Done(before, WriteEffect.Deleting);
            }

            WriteDecision decision = marked is null ? new WriteDecision.Delete() : new WriteDecision.Put(StoredForm.Of(marked, write.Kind, now));
            var outcome = await CommitAsync(
                write.Kind,
                key,
                state => state.Find(key)?.Revision != current.Revision ? new WriteDecision.Refuse(Stale.Instance)
                    : write.Guard?.Invoke(new StoredResourceState(write.Kind, state)) is { } guarded ? new WriteDecision.Refuse(guarded)
                    : decision,
                context,
                cancellationToken).ConfigureAwait(false);
            if (outcome is WriteOutcome.Refused { Reason: Stale } && attempt < AttemptsMax)
            {
                continue;
            }

            return Outcome(write.Kind, outcome, WriteEffect.Deleting);
        }
    }

    /// <summary>What an update comes to: a put, a delete, or null for nothing to do.</summary>
    private static (WriteDecision? Decision, Refusal? Refusal) Decide(ResourceWrite.Update write, StoredObject? current, WriteContext context, DateTimeOffset now)
    {
        var before = current is null ? null : StoredResourceState.Wrap(write.Kind, current);
        switch (write.Function(before?.Parse()))
        {
            case UpdateDecision.Refuse refuse:
                return (null, refuse.Refusal);
            case UpdateDecision.Replace replace when before is null:
                return (null, new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name));
            case UpdateDecision.Replace replace:
                var sent = replace.Document;
                if (Unmet(write.Kind, before, sent.Text("metadata", "uid"), sent.Text("metadata", "resourceVersion")) is { } unmet)
                {
                    return (null, unmet);
                }

                var old = before.Parse();
                ((JsonObject)old["metadata"]!).Remove("resourceVersion");
                var (document, refusal) = Preparation.Update(write.Kind, sent, old, context, now);
                return refusal is not null ? (null, refusal)
                    : Deletion.IsDone(write.Kind, document!) ? (new WriteDecision.Delete(StoredForm.Of(document!, write.Kind, now)), null)
                    : ReferenceEquals(document, old) ? (null, null)
                    : (new WriteDecision.Put(StoredForm.Of(document!, write.Kind, now)), null);
            default:
                return (null, null);
        }
    }

    private static Refusal? Unmet(ResourceKind kind, ResourceObject current, string? uid, string? resourceVersion)
    {
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid)
        {
            return new Refusal.Conflict(kind.QualifiedResource, current.Name.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        return !string.IsNullOrEmpty(resourceVersion) && resourceVersion != current.Revision.ToString(CultureInfo.InvariantCulture)
            ? new Refusal.Conflict(kind.QualifiedResource, current.Name.Name, "the object has been modified; please apply your changes to the latest version and try again")
            : null;
    }

    private async Task<Refusal?> NamespaceRefusalAsync(ResourceKind kind, string @namespace, JsonObject document, CancellationToken cancellationToken)
    {
        var namespaces = await Collection(BuiltInKinds.Namespaces).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        if (namespaces.Find(CollectionKeys.Of(new ObjectName("", @namespace))) is not { } found)
        {
            return new Refusal.NotFound("namespaces", @namespace);
        }

        var name = document.Text("metadata", "name") ?? document.Text("metadata", "generateName") ?? "";
        return StoredResourceState.Wrap(BuiltInKinds.Namespaces, found).IsDeleting
            ? new Refusal.Forbidden(kind.QualifiedResource, name, $"unable to create new content in namespace {@namespace} because it is being terminated", "NamespaceTerminating")
            : null;
    }

    /// <summary>Gives a service its address: the first free one of the service range. The store's guard against two taking one comes with the services' own controller.</summary>
    private async Task AllocateAsync(ResourceKind kind, JsonObject document, CancellationToken cancellationToken)
    {
        if (kind.Plural != "services" || document.Text("spec", "type") == "ExternalName" || document.Text("spec", "clusterIP") is { Length: > 0 })
        {
            return;
        }

        var services = await Collection(kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        var taken = services.Range("").Select(item => StoredResourceState.Wrap(kind, item).Parse().Text("spec", "clusterIP")).ToHashSet();
        var address = ServiceAddresses.FirstFree(taken);
        var spec = document.Ensure("spec");
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
    }

    private Task<WriteOutcome> CommitAsync(ResourceKind kind, string key, WriteFunction decide, WriteContext context, CancellationToken cancellationToken) =>
        context.DryRun
            ? DryRunAsync(kind, key, decide, cancellationToken)
            : Collection(kind).CommitAsync(new Write(key, decide), cancellationToken);

    /// <summary>Everything but the commit: what it would have answered.</summary>
    private async Task<WriteOutcome> DryRunAsync(ResourceKind kind, string key, WriteFunction decide, CancellationToken cancellationToken)
    {
        var state = await Collection(kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        return decide(state) switch
        {
            WriteDecision.Put put when put.Document.Bytes.Length > CommitBytes.DocumentMax => new WriteOutcome.TooLarge(put.Document.Bytes.Length, CommitBytes.DocumentMax),
            WriteDecision.Put put => new WriteOutcome.Committed(new StoredObject(key, state.Find(key)?.Revision ?? 0, put.Document), false),
            WriteDecision.Delete delete => new WriteOutcome.Committed(state.Find(key)!, true),
            WriteDecision.Refuse refuse => new WriteOutcome.Refused(refuse.Reason),
            _ => new WriteOutcome.Unchanged(state.Find(key)),
        };
    }

    private static ResourceOutcome Outcome(ResourceKind kind, WriteOutcome outcome, WriteEffect effect) => outcome switch
    {
        WriteOutcome.Committed committed => new ResourceOutcome.Done(StoredResourceState.Wrap(kind, committed.Object), committed.Deleted ? WriteEffect.Deleted : effect),
        WriteOutcome.Unchanged { Current: { } current } => new ResourceOutcome.Done(StoredResourceState.Wrap(kind, current), WriteEffect.Unchanged),
        WriteOutcome.Refused { Reason: Refusal refusal } => new ResourceOutcome.Refused(refusal),
        WriteOutcome.Refused => new ResourceOutcome.Refused(new Refusal.Conflict(kind.QualifiedResource, "", "the object kept being modified; please try again")),
        WriteOutcome.TooLarge large => new ResourceOutcome.Refused(new Refusal.TooLarge(large.Bytes, large.BytesMax)),
        WriteOutcome.Unavailable unavailable => new ResourceOutcome.Refused(new Refusal.Unavailable(unavailable.Reason)),
        _ => new ResourceOutcome.Refused(new Refusal.Unknown("the outcome of the write is unknown")),
    };

    private IDocumentCollection Collection(ResourceKind kind) => store.Collection(CollectionIndexes.DefinitionOf(kind));

    private string Suffix()
    {
        lock (_random)
        {
            return string.Create(SuffixLength, _random, static (letters, random) =>
            {
                for (var index = 0; index < letters.Length; index++)
                {
                    letters[index] = SuffixLetters[random.Next(SuffixLetters.Length)];
                }
            });
        }
    }

    /// <summary>Says that the object changed after it was read.</summary>
    private sealed class Stale
    {
        public static Stale Instance { get; } = new();
    }
}
