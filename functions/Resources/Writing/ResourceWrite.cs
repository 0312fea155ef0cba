using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Computes the document wanted from the current one. It may run several times, and must be pure.</summary>
/// <param name="current">A copy of the current document that may be changed and returned; null when there is none.</param>
public delegate UpdateDecision UpdateFunction(JsonObject? current);

/// <summary>Checks, on exactly the revision that the commit builds upon, that the write may go ahead. Pure.</summary>
/// <returns>Null to go ahead, else why not.</returns>
public delegate Refusal? WriteGuard(ResourceState state);

/// <summary>What an update function answers.</summary>
public abstract record UpdateDecision
{
    private UpdateDecision()
    {
    }

    /// <summary>The whole document wanted. The write path defaults, validates and canonicalises it.</summary>
    public sealed record Replace(JsonObject Document) : UpdateDecision
    {
        /// <summary>The document's canonical form in the version that is stored, where it is at hand: it need not be made once more. Null where it is not.</summary>
        public JsonObject? Canonical { get; init; }
    }

    /// <summary>Nothing needs to change.</summary>
    public sealed record Nothing : UpdateDecision;

    /// <summary>It may not be done.</summary>
    public sealed record Refuse(Refusal Refusal) : UpdateDecision;
}

/// <summary>One write, as given to <see cref="IResourceClient.WriteAsync"/>.</summary>
/// <param name="Kind">The kind written.</param>
/// <param name="Guard">A further check at the commit; null for none.</param>
public abstract record ResourceWrite(ResourceKind Kind, WriteGuard? Guard)
{
    /// <summary>Create an object. <paramref name="Namespace"/> is empty for cluster-scoped kinds; the name is the document's, or made from its generateName.</summary>
    public sealed record Create(ResourceKind Kind, string Namespace, JsonObject Document, WriteGuard? Guard = null) : ResourceWrite(Kind, Guard);

    /// <summary>Update an object, or with a subresource in the context only that part of it.
    /// A resourceVersion or uid in the returned document is a precondition.</summary>
    public sealed record Update(ResourceKind Kind, ObjectName Name, UpdateFunction Function, WriteGuard? Guard = null) : ResourceWrite(Kind, Guard);

    /// <summary>Apply a configuration to an object, server-side; create it where it is not there, unless <paramref name="NoCreate"/> says why not.
    /// <paramref name="Config"/> is as it was sent: all that the manager wants to own, and nothing else; a resourceVersion or uid in it is a precondition.
    /// <paramref name="Force"/> takes over fields that others own with another value.</summary>
    public sealed record Apply(ResourceKind Kind, ObjectName Name, JsonObject Config, bool Force, Refusal? NoCreate = null, WriteGuard? Guard = null) : ResourceWrite(Kind, Guard);

    /// <summary>Delete an object.</summary>
    public sealed record Delete(ResourceKind Kind, ObjectName Name, DeletePolicy Policy, WriteGuard? Guard = null) : ResourceWrite(Kind, Guard);
}

/// <summary>How to delete.</summary>
/// <param name="GracePeriodSeconds">Seconds a pod gets to end; null for its own default, 0 for at once.</param>
/// <param name="Propagation">What happens to dependents; null for what the object's own finalizers say, or else its kind's default.</param>
/// <param name="Uid">Delete only the object with this uid; null for any.</param>
/// <param name="ResourceVersion">Delete only this version; null for any.</param>
/// <param name="ReplayId">Of a deletion that may be sent again: the same id deletes nothing more under the name for ten minutes, and is answered
/// what it was the first time. Null for none.</param>
public sealed record DeletePolicy(
    long? GracePeriodSeconds = null,
    Propagation? Propagation = null,
    string? Uid = null,
    string? ResourceVersion = null,
    ReplayId? ReplayId = null);

/// <summary>What becomes of an owner's dependents.</summary>
public enum Propagation
{
    /// <summary>The garbage collector deletes them after the owner.</summary>
    Background,

    /// <summary>The owner goes once its blocking dependents are gone.</summary>
    Foreground,

    /// <summary>They stay, without their owner reference.</summary>
    Orphan,
}

/// <summary>What became of a resource write.</summary>
public abstract record ResourceOutcome
{
    private ResourceOutcome()
    {
    }

    /// <summary>Done and durable (or, on a dry run, what would be).</summary>
    /// <param name="Object">The object's new state; of a deletion its last one.</param>
    /// <param name="Effect">What happened to it.</param>
    public sealed record Done(ResourceObject Object, WriteEffect Effect) : ResourceOutcome;

    /// <summary>Not done, and nothing changed.</summary>
    public sealed record Refused(Refusal Refusal) : ResourceOutcome;
}

/// <summary>What a successful write did.</summary>
public enum WriteEffect
{
    /// <summary>A new object.</summary>
    Created,

    /// <summary>A changed object.</summary>
    Updated,

    /// <summary>Nothing: the object was already so, and keeps its resourceVersion.</summary>
    Unchanged,

    /// <summary>The object is gone.</summary>
    Deleted,

    /// <summary>The object is marked for deletion and waits for its finalizers or its grace period.</summary>
    Deleting,
}
