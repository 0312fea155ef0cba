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
    /// <param name="live">The live document, as it is stored.</param>
    /// <param name="config">The configuration as it was sent, of the type of the version written.</param>
    /// <param name="kind">The kind that is stored.</param>
    /// <param name="context">The manager, the subresource, and the version written, in which the document is answered.</param>
    /// <param name="force">Whether to take fields over from others.</param>
    /// <param name="now">Canonical time of the write.</param>
    public static ApplyDecision Decide(JsonObject live, JsonObject config, ResourceKind kind, WriteContext context, bool force, string now)
    {
        var version = Version(kind, context);
        var (document, entries, conflicts) = Merge(live, config, kind, context, now);
        if (!conflicts.IsEmpty && context.FieldManager == LastApplied.Manager && LastApplied.Unchanged(version.View(live), version.Kind) is { } own)
        {
            // What client-side apply put there, and nobody changed since, is the same user's.
            conflicts = conflicts.Except(own);
        }

        return !conflicts.IsEmpty && !force
            ? new ApplyDecision.Refused(conflicts.ToRefusal(context.Subresource == Subresource.Scale ? "autoscaling/v1" : null))
            : new ApplyDecision.Applied(LastApplied.Updated(document, config, context), entries);
    }

    /// <summary>The entries of an object that an applied configuration creates.</summary>
    public static JsonArray Created(JsonObject config, ResourceKind kind, WriteContext context, string now)
    {
        var own = Version(kind, context).Kind;
        return ManagedEntry.ToJson([Entry(FieldSets.Of(Own(config, own, context.Subresource), own.Schema), own, context, now)]);
    }

    private static KindVersion Version(ResourceKind kind, WriteContext context) => new(context.Through ?? kind);

    private static (JsonObject Document, JsonArray Entries, ApplyConflicts Conflicts) Merge(JsonObject stored, JsonObject config, ResourceKind kind, WriteContext context, string now)
    {
        var version = Version(kind, context);
        var (own, live) = (version.Kind, version.View(stored));
        config = Own(config, own, context.Subresource);
        var entries = Entries(live, own, context.Subresource, now);
        var applied = Entry(FieldSets.Of(config, own.Schema), own, context, now);
        var last = entries.FirstOrDefault(entry => entry.Identity == applied.Identity);
        entries.RemoveAll(entry => entry.Identity == applied.Identity);

        var merged = Canonical(ConfigMerge.Merge(live, config, own.Schema), own);
        if (last is not null)
        {
            merged = ApplyPruning.Of(merged, last, [.. entries, applied], kind, version);
        }

        var comparisons = new VersionedComparison(new KindVersion(kind).View(merged, version), stored, kind, FieldManagers.Skipped(kind, context.Subresource));
        var comparison = comparisons.In(own.ApiVersion)!;

        // What the configuration sets to nothing is changed rather than gone.
        var nulled = comparison.Removed.Intersect(applied.Fields);
        var conflicts = ApplyConflicts.Between(entries, entry =>
            entry.ApiVersion == own.ApiVersion ? comparison.Changed.Union(nulled) : comparisons.In(entry.ApiVersion)?.Changed ?? FieldTree.Empty);
        if (last is not null && comparison.IsSame && last.Fields.IsSame(applied.Fields))
        {
            applied = applied with { Time = last.Time };
        }

        var left = comparisons.Left(entries).Append(applied).ToList();
        return (merged, ManagedEntry.ToJson(FieldManagers.Limited(left)), conflicts);
    }

    /// <summary>The live object's entries; of an object that has none, one for all that it holds.</summary>
    private static List<ManagedEntry> Entries(JsonObject live, ResourceKind kind, Subresource subresource, string now)
    {
        if (live.At("metadata", "managedFields") is JsonArray { Count: > 0 } entries)
        {
            return ManagedEntry.Stored(entries);
        }

        return [new ManagedEntry(BeforeFirstApply, ManagedEntry.Update, "", kind.ApiVersion, now, FieldComparer.Compare(live, null, kind.Schema, FieldManagers.Skipped(kind, subresource)).Changed)];
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
            foreach (var name in subresource is Subresource.Status or Subresource.Approval ? kind.MetadataKeptByStatus : ResourceKind.UserMetadata)
            {
                metadata.Remove(name);
            }
        }

        return own;
    }

    private static JsonObject Canonical(JsonObject document, ResourceKind kind) => CanonicalForm.Of(document, kind.Schema, []);
}
