using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Keeps <c>metadata.managedFields</c>: who set which field.</summary>
internal static class FieldManagers
{
    /// <summary>Most entries of updates; beyond it the oldest are merged into one.</summary>
    private const int UpdateEntriesMax = 10;

    /// <summary>Who holds the entries that were merged.</summary>
    private const string Ancient = "ancient-changes";

    /// <summary>The entries that an update starts from: what the client sent, if that is well formed, nothing if it sent an empty list or one empty
    /// entry to clear them, else those of the live object. A write to a subresource cannot set them.</summary>
    public static JsonArray Given(JsonObject sent, JsonArray live, Subresource subresource)
    {
        if (subresource != Subresource.None || sent.At("metadata", "managedFields") is not JsonArray given)
        {
            return live;
        }

        if (given is [] or [JsonObject { Count: 0 }])
        {
            return live.Count == 0 ? live : [];
        }

        return given.All(ManagedEntry.IsWellFormed) && !JsonNode.DeepEquals(given, live) ? ManagedEntry.Sent(given) : live;
    }

    /// <summary>The entries after an update: the manager takes over what it changed, from those who applied it too, and nobody owns what is gone.
    /// An object of which nobody owns anything stays so, until something is applied to it.</summary>
    /// <param name="document">The new document.</param>
    /// <param name="old">The document before; null on create.</param>
    /// <param name="given">The entries before.</param>
    /// <param name="kind">The kind that is stored, as the documents are.</param>
    /// <param name="context">The manager, the subresource, and the version written.</param>
    /// <param name="now">Canonical time of the update.</param>
    public static JsonArray Update(JsonObject document, JsonObject? old, JsonArray given, ResourceKind kind, WriteContext context, string now)
    {
        if (old is not null && given.Count == 0)
        {
            return [];
        }

        var comparisons = new VersionedComparison(document, old, kind, Skipped(kind, context.Subresource));
        var version = context.Through?.ApiVersion ?? kind.ApiVersion;
        var changed = comparisons.In(version)!.Changed;
        var own = new ManagedEntry(context.FieldManager, ManagedEntry.Update, SubresourceName(context.Subresource), version, now, changed);
        var entries = new List<ManagedEntry>();
        foreach (var entry in comparisons.Left(ManagedEntry.Stored(given)))
        {
            if (entry.Identity != own.Identity)
            {
                entries.Add(entry);
                continue;
            }

            own = own with { Fields = own.Fields.Union(entry.Fields), Time = changed.IsEmpty ? entry.Time ?? now : now };
        }

        entries.Add(own);
        return ManagedEntry.ToJson(Limited(entries));
    }

    /// <summary>The members that a write to this subresource cannot change.</summary>
    public static IReadOnlyCollection<string> Skipped(ResourceKind kind, Subresource subresource) =>
        subresource is Subresource.Status or Subresource.Approval ? ["spec"] : kind.HasStatus ? ["status"] : [];

    /// <summary>The subresource as entries name it; empty for the object itself.</summary>
    public static string SubresourceName(Subresource subresource) => subresource == Subresource.None ? "" : subresource.ToString().ToLowerInvariant();

    /// <summary>The entries with the oldest of too many updates merged into one.</summary>
    public static IReadOnlyList<ManagedEntry> Limited(IReadOnlyList<ManagedEntry> entries)
    {
        var updates = entries.Where(entry => !entry.IsApplied && !entry.Fields.IsEmpty).ToList();
        if (updates.Count <= UpdateEntriesMax)
        {
            return entries;
        }

        var oldest = updates
            .OrderBy(entry => entry.Manager == Ancient ? "" : entry.Time ?? "", StringComparer.Ordinal)
            .Take(updates.Count - UpdateEntriesMax + 1)
            .ToList();
        var fields = oldest.Aggregate(FieldTree.Empty, static (all, entry) => all.Union(entry.Fields));
        var merged = new ManagedEntry(Ancient, ManagedEntry.Update, "", oldest[^1].ApiVersion, oldest[^1].Time, fields);
        return [.. entries.Except(oldest), merged];
    }
}
