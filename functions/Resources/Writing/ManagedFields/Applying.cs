using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Applies a configuration to a live object, as server-side apply does.</summary>
/// <remarks>
/// (1) merge the configuration into the live document; (2) take out what the manager applied before and does not any more, if nobody else owns it;
/// (3) where that changes a field which another manager owns with another value, refuse, or with force take the field over; (4) the manager
/// owns what it applied, and nobody owns what is gone. Source: Kubernetes' documentation of server-side apply.
/// </remarks>
internal static class Applying
{
    /// <summary>Who owns the fields that an object had before anything was applied to it.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>Decides.</summary>
    /// <param name="live">The live document.</param>
    /// <param name="config">The configuration as it was sent, of the kind's type.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="context">The manager and the subresource.</param>
    /// <param name="force">Whether to take fields over from others.</param>
    /// <param name="now">Canonical time of the write.</param>
    public static ApplyDecision Decide(JsonObject live, JsonObject config, ResourceKind kind, WriteContext context, bool force, string now)
    {
        var (document, entries, conflicts) = Merge(live, config, kind, context, now);
        if (!conflicts.IsEmpty && context.FieldManager == LastApplied.Manager && LastApplied.Unchanged(live, kind) is { } own)
        {
            // What client-side apply put there, and nobody changed since, is the same user's.
            conflicts = conflicts.Except(own);
        }

        return !conflicts.IsEmpty && !force
            ? new ApplyDecision.Refused(conflicts.ToRefusal(context.Subresource == Subresource.Scale ? "autoscaling/v1" : null))
            : new ApplyDecision.Applied(LastApplied.Updated(document, config, context), entries);
    }

    /// <summary>The entries of an object that an applied configuration creates.</summary>
    public static JsonArray Created(JsonObject config, ResourceKind kind, WriteContext context, string now) =>
        ManagedEntry.ToJson([Entry(FieldSets.Of(Own(config, kind, context.Subresource), kind.Schema), kind, context, now)]);

    private static (JsonObject Document, JsonArray Entries, ApplyConflicts Conflicts) Merge(JsonObject live, JsonObject config, ResourceKind kind, WriteContext context, string now)
    {
        config = Own(config, kind, context.Subresource);
        var entries = Entries(live, kind, now);
        var applied = Entry(FieldSets.Of(config, kind.Schema), kind, context, now);
        var last = entries.FirstOrDefault(entry => entry.Identity == applied.Identity);
        entries.RemoveAll(entry => entry.Identity == applied.Identity);

        var merged = Canonical(ConfigMerge.Merge(live, config, kind.Schema), kind);
        if (last is not null)
        {
            merged = Prune(merged, last.Fields, entries.Append(applied), kind);
        }

        var comparison = FieldComparer.Compare(merged, live, kind.Schema, FieldManagers.Skipped(kind, context.Subresource));

        // What the configuration sets to nothing is changed rather than gone.
        var changed = comparison.Changed.Union(comparison.Removed.Intersect(applied.Fields));
        var conflicts = ApplyConflicts.Between(entries, changed);
        if (last is not null && comparison.IsSame && last.Fields.IsSame(applied.Fields))
        {
            applied = applied with { Time = last.Time };
        }

        var left = FieldManagers.Without(entries, comparison).Append(applied).ToList();
        return (merged, ManagedEntry.ToJson(FieldManagers.Limited(left)), conflicts);
    }

    /// <summary>Takes out what was applied last time, is not now, and belongs to nobody else.</summary>
    private static JsonObject Prune(JsonObject merged, FieldTree last, IEnumerable<ManagedEntry> entries, ResourceKind kind)
    {
        var owned = entries.Aggregate(FieldTree.Empty, static (all, entry) => all.Union(entry.Fields));
        var all = FieldSets.Of(merged, kind.Schema);

        // All that goes with what was applied last time, but for what somebody owns; and of that only what was applied last time.
        var pruned = FieldRemoval.Without(merged, last, kind.Schema);
        pruned = FieldRemoval.Without(merged, all.Except(FieldSets.Of(pruned, kind.Schema).Union(owned)), kind.Schema);
        var gone = all.Except(FieldSets.Of(pruned, kind.Schema)).Intersect(last);
        return gone.IsEmpty ? merged : Canonical(FieldRemoval.Without(merged, gone, kind.Schema), kind);
    }

    /// <summary>The live object's entries; of an object that has none, one for all that it holds.</summary>
    private static List<ManagedEntry> Entries(JsonObject live, ResourceKind kind, string now)
    {
        if (live.At("metadata", "managedFields") is JsonArray { Count: > 0 } entries)
        {
            return ManagedEntry.Parse(entries);
        }

        return [new ManagedEntry(BeforeFirstApply, ManagedEntry.Update, "", kind.ApiVersion, now, FieldComparer.Compare(live, null, kind.Schema, FieldManagers.Skipped(kind, Subresource.None)).Changed)];
    }

    private static ManagedEntry Entry(FieldTree fields, ResourceKind kind, WriteContext context, string now) =>
        new(context.FieldManager, ManagedEntry.Apply, FieldManagers.SubresourceName(context.Subresource), kind.ApiVersion, now, fields);

    /// <summary>The part of a configuration that a write to this subresource can change.</summary>
    private static JsonObject Own(JsonObject config, ResourceKind kind, Subresource subresource)
    {
        var own = (JsonObject)config.DeepClone();
        foreach (var name in FieldManagers.Skipped(kind, subresource))
        {
            own.Remove(name);
        }

        if (subresource != Subresource.None && own["metadata"] is JsonObject metadata)
        {
            foreach (var name in Preparation.FreeMetadata)
            {
                metadata.Remove(name);
            }
        }

        return own;
    }

    private static JsonObject Canonical(JsonObject document, ResourceKind kind) => CanonicalForm.Of(document, kind.Schema, []);
}
