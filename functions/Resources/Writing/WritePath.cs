using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing.Services;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The one path by which objects change.</summary>
/// <remarks>
/// (1) bring the sent document into canonical form; (2) set defaults; (3) record managed fields; (4) admit: complete it with what it takes from other
/// objects; (5) validate; (6) allocate what one object holds alone; (7) commit with a function that checks, on the very revision built upon, that what
/// (1) to (6) relied on still holds. Where it does not, all steps run again.
/// </remarks>
internal sealed class WritePath(IDocumentStore store, TimeProvider time)
{
    /// <summary>How often a write is prepared again after another one came between.</summary>
    private const int AttemptsMax = 50;

    private readonly NamespaceGate _gate = new(store, time);
    private readonly DefinitionGate _definitions = new(store, time);
    private readonly DeletionReplay _replay = new(store);
    private readonly PodReferenceReader _podReferences = new(store, time);
    private readonly NameSuffix _suffix = new(Guid.NewGuid().GetHashCode());

    public Task<ResourceOutcome> CreateAsync(ResourceWrite.Create write, WriteContext context, CancellationToken cancellationToken) =>
        CreateAsync(write, applied: null, context, cancellationToken);

    /// <summary>Applies to the object that is there, or creates it; and again the other one where it came or went meanwhile.</summary>
    public async Task<ResourceOutcome> ApplyAsync(ResourceWrite.Apply write, WriteContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await UpdateAsync(write, write.Name, (current, now) => Decide(write, current, context, now), context, cancellationToken).ConfigureAwait(false);
            if (outcome is not ResourceOutcome.Refused { Refusal: Refusal.NotFound } || context.Subresource != Subresource.None)
            {
                return outcome;
            }

            if (Preconditions.UnmetByNone(write.Kind, write.Name.Name, write.Config) is { } unmet)
            {
                return new ResourceOutcome.Refused(unmet);
            }

            outcome = write.NoCreate is null ? await CreateAsync(write, context, cancellationToken).ConfigureAwait(false) : new ResourceOutcome.Refused(write.NoCreate);
            if (attempt == AttemptsMax || outcome is not ResourceOutcome.Refused { Refusal: Refusal.AlreadyExists })
            {
                return outcome;
            }
        }
    }

    public Task<ResourceOutcome> UpdateAsync(ResourceWrite.Update write, WriteContext context, CancellationToken cancellationToken) =>
        UpdateAsync(write, write.Name, (current, now) => Decide(write, current, context, now), context, cancellationToken);

    private async Task<ResourceOutcome> CreateAsync(ResourceWrite.Apply write, WriteContext context, CancellationToken cancellationToken)
    {
        var (document, refusal) = context.Through is { } through ? ConvertedWrite.ToStored(through, write.Config, null) : (write.Config, null);
        return refusal is not null
            ? new ResourceOutcome.Refused(refusal)
            : await CreateAsync(new ResourceWrite.Create(write.Kind, write.Name.Namespace, document, write.Guard), write.Config, context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ResourceOutcome> CreateAsync(ResourceWrite.Create write, JsonObject? applied, WriteContext context, CancellationToken cancellationToken)
    {
        var isGenerated = string.IsNullOrEmpty(write.Document.Text("metadata", "name"));
        for (var attempt = 0; ; attempt++)
        {
            var (namespaceUid, admission, closed) = await EnterAsync(write, context, cancellationToken).ConfigureAwait(false);
            if (closed is not null)
            {
                return new ResourceOutcome.Refused(closed);
            }

            var now = time.GetUtcNow();
            var (document, refusal) = Preparation.Create(write.Kind, write.Namespace, write.Document, context, now, _suffix.Next, applied, admission);
            if (document is null)
            {
                return new ResourceOutcome.Refused(refusal!);
            }

            var name = new ObjectName(write.Namespace, document.Text("metadata", "name")!);
            var key = CollectionKeys.Of(name);
            if (await AllocateAsync(write.Kind, document, key, attempt, cancellationToken).ConfigureAwait(false) is { } unallocated)
            {
                return new ResourceOutcome.Refused(unallocated);
            }

            var stored = StoredForm.Of(document, write.Kind, now);
            var outcome = await CommitAsync(
                write.Kind,
                key,
                state => state.Find(key) is not null ? new WriteDecision.Refuse(new Refusal.AlreadyExists(write.Kind.QualifiedResource, name.Name))
                    : NamespaceGate.IsClosed(state, write.Namespace, namespaceUid) ? new WriteDecision.Refuse(NamespaceGate.Terminating(write.Kind, write.Namespace, document))
                    : DefinitionGate.IsClosed(state, write.Kind) ? new WriteDecision.Refuse(DefinitionGate.Refused(write.Kind))
                    : Check(write, document, key, state) ?? new WriteDecision.Put(stored),
                context,
                cancellationToken).ConfigureAwait(false);
            if (attempt < AttemptsMax && (IsStale(outcome) || (isGenerated && outcome is WriteOutcome.Refused { Reason: Refusal.AlreadyExists })))
            {
                continue;
            }

            return Outcome(write.Kind, name.Name, outcome, WriteEffect.Created);
        }
    }

    /// <summary>What a create depends on beyond its own collection: an open namespace, a served definition, and what a pod takes from other objects. It is
    /// read side by side.</summary>
    private async Task<(string NamespaceUid, PodAdmission? Admission, Refusal? Closed)> EnterAsync(ResourceWrite.Create write, WriteContext context, CancellationToken cancellationToken)
    {
        var isPod = write.Kind == CoreKinds.Pods;
        var prepared = isPod ? _podReferences.PrepareAsync(cancellationToken) : Task.CompletedTask;
        var gate = _gate.EnterAsync(write.Kind, write.Namespace, write.Document, context, cancellationToken);
        await Task.WhenAll(prepared, gate).ConfigureAwait(false);
        var (namespaceUid, closed) = await gate.ConfigureAwait(false);
        closed ??= await _definitions.EnterAsync(write.Kind, context, cancellationToken).ConfigureAwait(false);
        return closed is not null || !isPod
            ? (namespaceUid, null, closed)
            : (namespaceUid, new PodAdmission(write.Namespace, await _podReferences.ReadAsync(write.Document, write.Namespace, isPlanned: namespaceUid.Length == 0, cancellationToken).ConfigureAwait(false)), null);
    }

    /// <param name="write">The write.</param>
    /// <param name="name">The object written.</param>
    /// <param name="decide">What the object as it is comes to: a document, a refusal, or neither for nothing to do.</param>
    /// <param name="context">Who writes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    private async Task<ResourceOutcome> UpdateAsync(
        ResourceWrite write, ObjectName name, Func<StoredObject?, DateTimeOffset, (JsonObject? Document, Refusal? Refusal)> decide, WriteContext context, CancellationToken cancellationToken)
    {
        var key = CollectionKeys.Of(name);
        for (var attempt = 0; ; attempt++)
        {
            var now = time.GetUtcNow();
            var current = (await Collection(write.Kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Find(key);
            var (document, refusal) = decide(current, now);
            if (document is not null && refusal is null)
            {
                refusal = await AllocateAsync(write.Kind, document, key, attempt, cancellationToken).ConfigureAwait(false);
            }

            if (refusal is not null)
            {
                return new ResourceOutcome.Refused(refusal);
            }

            if (document is null)
            {
                return current is null
                    ? new ResourceOutcome.Refused(new Refusal.NotFound(write.Kind.QualifiedResource, name.Name))
                    : new ResourceOutcome.Done(StoredResourceState.Wrap(write.Kind, current), WriteEffect.Unchanged);
            }

            if (write.Kind == ApiextensionsKinds.CustomResourceDefinitions && !context.DryRun)
            {
                await _definitions.EstablishAsync(StoredResourceState.Wrap(write.Kind, current!).Parse(), document, cancellationToken).ConfigureAwait(false);
            }

            var stored = StoredForm.Of(document, write.Kind, now);
            WriteDecision decision = Deletion.IsDone(write.Kind, document) ? new WriteDecision.Delete(stored) : new WriteDecision.Put(stored);
            var outcome = await CommitAsync(
                write.Kind,
                key,
                state => state.Find(key)?.Revision != current?.Revision ? new WriteDecision.Refuse(Stale.Instance) : Check(write, document, key, state) ?? decision,
                context,
                cancellationToken).ConfigureAwait(false);
            if (IsStale(outcome) && attempt < AttemptsMax)
            {
                continue;
            }

            return Outcome(write.Kind, name.Name, outcome, WriteEffect.Updated);
        }
    }

    public async Task<ResourceOutcome> DeleteAsync(ResourceWrite.Delete write, WriteContext context, CancellationToken cancellationToken)
    {
        var key = CollectionKeys.Of(write.Name);
        for (var attempt = 0; ; attempt++)
        {
            var now = time.GetUtcNow();
            var read = await Collection(write.Kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
            if (DeletionReplay.Find(read, write.Policy.ReplayId, key) is { } earlier)
            {
                return await RepeatAsync(write, key, earlier, cancellationToken).ConfigureAwait(false);
            }

            var current = read.Find(key);
            if (current is null)
            {
                return new ResourceOutcome.Refused(new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name));
            }

            var before = StoredResourceState.Wrap(write.Kind, current);
            if (Preconditions.UnmetByDeletion(write.Kind, before, write.Policy.Uid, write.Policy.ResourceVersion) is { } unmet)
            {
                return new ResourceOutcome.Refused(unmet);
            }

            var marked = Deletion.Mark(write.Kind, before.Parse(), write.Policy, now);
            WriteDecision decision = marked is null ? new WriteDecision.Delete()
                : JsonNode.DeepEquals(marked, before.Parse()) ? new WriteDecision.Nothing()
                : new WriteDecision.Put(StoredForm.Of(marked, write.Kind, now));
            WriteFunction decide = state => state.Find(key)?.Revision != current.Revision ? new WriteDecision.Refuse(Stale.Instance)
                : write.Guard?.Invoke(new StoredResourceState(write.Kind, state)) is { } guarded ? new WriteDecision.Refuse(guarded)
                : decision;
            var outcome = write.Policy.ReplayId is { } id && !context.DryRun
                ? await CommitAsync(write.Kind, DeletionReplay.Note(id, key, before, decide, now), new Write(key, decide), cancellationToken).ConfigureAwait(false)
                : await CommitAsync(write.Kind, key, decide, context, cancellationToken).ConfigureAwait(false);
            if (IsStale(outcome) && attempt < AttemptsMax)
            {
                continue;
            }

            if (outcome is WriteOutcome.Refused { Reason: DeletionReplay.Noted noted })
            {
                return await RepeatAsync(write, key, noted.Key, cancellationToken).ConfigureAwait(false);
            }

            if (marked is not null && !context.DryRun && outcome is WriteOutcome.Committed or WriteOutcome.Unchanged)
            {
                await CloseAsync(before, cancellationToken).ConfigureAwait(false);
            }

            return outcome is WriteOutcome.Unchanged
                ? new ResourceOutcome.Done(before, WriteEffect.Deleting)
                : Outcome(write.Kind, write.Name.Name, outcome, WriteEffect.Deleting);
        }
    }

    /// <summary>Answers a deletion that has been here before, and ends what it may have died of before it was done.</summary>
    private async Task<ResourceOutcome> RepeatAsync(ResourceWrite.Delete write, string key, StoredObject noted, CancellationToken cancellationToken)
    {
        var done = await _replay.AnswerAsync(write.Kind, key, noted, cancellationToken).ConfigureAwait(false);
        if (done.Effect == WriteEffect.Deleting)
        {
            await CloseAsync(done.Object, cancellationToken).ConfigureAwait(false);
        }

        return done;
    }

    /// <summary>Lets nothing more be made in or of what is going.</summary>
    private Task CloseAsync(ResourceObject going, CancellationToken cancellationToken) =>
        going.Kind == CoreKinds.Namespaces ? _gate.CloseAsync(going.Name.Name, going.Uid, cancellationToken)
        : going.Kind == ApiextensionsKinds.CustomResourceDefinitions ? _definitions.CloseAsync(going.Parse(), cancellationToken)
        : Task.CompletedTask;

    /// <summary>The document that an update comes to, or null for nothing to do.</summary>
    private static (JsonObject? Document, Refusal? Refusal) Decide(ResourceWrite.Update write, StoredObject? current, WriteContext context, DateTimeOffset now)
    {
        var before = current is null ? null : StoredResourceState.Wrap(write.Kind, current);
        var old = before?.Parse();

        // What nobody looks at of a document that was just read is copied without being looked at.
        switch (write.Function((JsonObject?)old?.DeepClone()))
        {
            case UpdateDecision.Refuse refuse:
                return (null, refuse.Refusal);
            case UpdateDecision.Replace when before is null:
                return (null, new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name));
            case UpdateDecision.Replace replace:
                if (Preconditions.Unmet(write.Kind, before, replace.Document, context.Subresource) is { } unmet)
                {
                    return (null, unmet);
                }

                ((JsonObject)old!["metadata"]!).Remove("resourceVersion");
                var (document, refusal) = Preparation.Update(write.Kind, replace.Document, old, context, now, canonical: replace.Canonical);
                return ReferenceEquals(document, old) && !before.IsOutdated && !Deletion.IsDone(write.Kind, old) ? (null, null) : (document, refusal);
            default:
                return (null, null);
        }
    }

    /// <summary>The document that applying a configuration comes to, or null for nothing to do.</summary>
    private static (JsonObject? Document, Refusal? Refusal) Decide(ResourceWrite.Apply write, StoredObject? current, WriteContext context, DateTimeOffset now)
    {
        if (current is null)
        {
            return (null, new Refusal.NotFound(write.Kind.QualifiedResource, write.Name.Name));
        }

        var before = StoredResourceState.Wrap(write.Kind, current);
        if (Preconditions.Unmet(write.Kind, before, write.Config.Text("metadata", "uid"), write.Config.Text("metadata", "resourceVersion")) is { } unmet)
        {
            return (null, unmet);
        }

        var old = before.Parse();
        ((JsonObject)old["metadata"]!).Remove("resourceVersion");
        var (document, refusal) = Preparation.Apply(write.Kind, write.Config, write.Force, old, context, now);
        return ReferenceEquals(document, old) && !before.IsOutdated && !Deletion.IsDone(write.Kind, old) ? (null, null) : (document, refusal);
    }

    /// <summary>What stands against a prepared document on the state that it would be committed upon, or null.</summary>
    private static WriteDecision? Check(ResourceWrite write, JsonObject document, string key, CollectionState state)
    {
        if (write.Kind == CoreKinds.Services && !ServiceAllocation.IsFree(document, state, key))
        {
            return new WriteDecision.Refuse(Stale.Instance);
        }

        var others = new StoredResourceState(write.Kind, state);
        return write.Kind.FaultAmong(document, others) is { } fault ? new WriteDecision.Refuse(new Refusal.Forbidden(write.Kind.QualifiedResource, document.Text("metadata", "name") ?? "", fault))
            : write.Guard?.Invoke(others) is { } guarded ? new WriteDecision.Refuse(guarded)
            : null;
    }

    private async Task<Refusal?> AllocateAsync(ResourceKind kind, JsonObject document, string key, int attempt, CancellationToken cancellationToken)
    {
        if (kind != CoreKinds.Services)
        {
            return null;
        }

        var state = await Collection(kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        var errors = ServiceAllocation.Allocate(document, state, key, attempt);
        return errors.Count == 0 ? null : new Refusal.Invalid(kind.Group, kind.Kind, document.Text("metadata", "name") ?? "", errors);
    }

    private Task<WriteOutcome> CommitAsync(ResourceKind kind, string key, WriteFunction decide, WriteContext context, CancellationToken cancellationToken) =>
        context.DryRun
            ? DryRunAsync(kind, key, decide, cancellationToken)
            : Collection(kind).CommitBegunAsync(new Write(key, decide), cancellationToken);

    /// <summary>Commits a write together with the one that notes it.</summary>
    /// <returns>What became of the write; what the note was refused for, if it was.</returns>
    private async Task<WriteOutcome> CommitAsync(ResourceKind kind, Write note, Write write, CancellationToken cancellationToken)
    {
        var outcomes = await Collection(kind).CommitAsync([note, write], cancellationToken).ConfigureAwait(false);
        return outcomes[1] is WriteOutcome.GroupRefused ? outcomes[0] : outcomes[1];
    }

    /// <summary>Everything but the commit: what it would have answered.</summary>
    private async Task<WriteOutcome> DryRunAsync(ResourceKind kind, string key, WriteFunction decide, CancellationToken cancellationToken)
    {
        var state = await Collection(kind).ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        return decide(state) switch
        {
            WriteDecision.Put put when put.Document.Bytes.Length > CommitBytes.DocumentMax => new WriteOutcome.TooLarge(put.Document.Bytes.Length, CommitBytes.DocumentMax),
            WriteDecision.Put put => new WriteOutcome.Committed(new StoredObject(key, state.Find(key)?.Revision ?? 0, put.Document), false),
            WriteDecision.Delete => new WriteOutcome.Committed(state.Find(key)!, true),
            WriteDecision.Refuse refuse => new WriteOutcome.Refused(refuse.Reason),
            _ => new WriteOutcome.Unchanged(state.Find(key)),
        };
    }

    private static ResourceOutcome Outcome(ResourceKind kind, string name, WriteOutcome outcome, WriteEffect effect) => outcome switch
    {
        WriteOutcome.Committed committed => new ResourceOutcome.Done(StoredResourceState.Wrap(kind, committed.Object), committed.Deleted ? WriteEffect.Deleted : effect),
        WriteOutcome.Unchanged { Current: { } current } => new ResourceOutcome.Done(StoredResourceState.Wrap(kind, current), WriteEffect.Unchanged),
        WriteOutcome.Refused { Reason: Refusal refusal } => new ResourceOutcome.Refused(refusal),
        WriteOutcome.Refused => new ResourceOutcome.Refused(new Refusal.Conflict(kind.QualifiedResource, name, Preconditions.Modified)),
        WriteOutcome.TooLarge large => new ResourceOutcome.Refused(new Refusal.TooLarge(large.Bytes, large.BytesMax)),
        WriteOutcome.Unavailable unavailable => new ResourceOutcome.Refused(new Refusal.Unavailable(unavailable.Reason)),
        _ => new ResourceOutcome.Refused(new Refusal.Unknown("the outcome of the write is unknown")),
    };

    private static bool IsStale(WriteOutcome outcome) => outcome is WriteOutcome.Refused { Reason: Stale };

    private IDocumentCollection Collection(ResourceKind kind) => store.Collection(CollectionIndexes.DefinitionOf(kind));

    /// <summary>Says that what the write was prepared from changed meanwhile.</summary>
    private sealed class Stale
    {
        public static Stale Instance { get; } = new();
    }
}
