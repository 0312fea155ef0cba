using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Takes out what a manager applied last time, does not now, and nobody else owns.</summary>
internal static class ApplyPruning
{
    /// <summary>Prunes a document.</summary>
    /// <param name="merged">The live document with the new configuration.</param>
    /// <param name="last">The manager's entry of last time, maybe of another version.</param>
    /// <param name="entries">The entries of all, with the manager's new one.</param>
    /// <param name="kind">The kind that is stored.</param>
    /// <param name="version">The version of the document.</param>
    public static JsonObject Of(JsonObject merged, ManagedEntry last, IReadOnlyList<ManagedEntry> entries, ResourceKind kind, KindVersion version)
    {
        if (KindVersion.Find(kind, last.ApiVersion) is not { } earlier)
        {
            return merged;
        }

        // All that goes with what was applied last time, but for what somebody owns; and of that only what was applied last time.
        var full = earlier.View(merged, version);
        var pruned = FieldRemoval.Without(full, last.Fields, earlier.Kind.Schema);
        pruned = WithOwned(full, pruned, entries, kind, earlier);
        var gone = FieldSets.Of(full, earlier.Kind.Schema).Except(FieldSets.Of(pruned, earlier.Kind.Schema)).Intersect(last.Fields);
        return gone.IsEmpty ? merged : CanonicalForm.Of(version.View(FieldRemoval.Without(full, gone, earlier.Kind.Schema), earlier), version.Kind.Schema, []);
    }

    /// <summary>A pruned document with all that somebody owns, named in whichever version.</summary>
    private static JsonObject WithOwned(JsonObject full, JsonObject pruned, IReadOnlyList<ManagedEntry> entries, ResourceKind kind, KindVersion version)
    {
        var at = version;
        foreach (var group in entries.GroupBy(entry => entry.ApiVersion).OrderBy(group => group.Key != version.Kind.ApiVersion))
        {
            if (KindVersion.Find(kind, group.Key) is not { } named)
            {
                continue;
            }

            (full, pruned, at) = (named.View(full, at), named.View(pruned, at), named);
            var owned = group.Aggregate(FieldTree.Empty, static (all, entry) => all.Union(entry.Fields));
            var schema = at.Kind.Schema;
            pruned = FieldRemoval.Without(full, FieldSets.Of(full, schema).Except(FieldSets.Of(pruned, schema).Union(owned)), schema);
        }

        return version.View(pruned, at);
    }
}
