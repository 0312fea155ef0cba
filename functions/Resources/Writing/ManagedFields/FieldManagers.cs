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

    /// <summary>The entries that an update starts from: what the client sent, if that is well formed, nothing if it sent one empty entry to
    /// clear them, else those of the live object. An empty list clears nothing, so that clients which know nothing of the field leave it alone.</summary>
    public static JsonArray Given(JsonObject sent, JsonArray live)
    {
        if (sent.At("metadata", "managedFields") is not JsonArray { Count: > 0 } given)
        {
            return live;
        }

        if (given is [JsonObject { Count: 0 }])
        {
            return live.Count == 0 ? live : [];
        }

        return given.All(entry => entry.Text("operation") is "Update" or "Apply" && entry.At("fieldsV1") is JsonObject) && !JsonNode.DeepEquals(given, live) ? given : live;
    }

    /// <summary>The entries after an update: the manager takes over what it changed, and nobody owns what is gone.</summary>
    /// <param name="document">The new document.</param>
    /// <param name="old">The document before; null on create.</param>
    /// <param name="given">The entries before.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="context">The manager and the subresource.</param>
    /// <param name="now">Canonical time of the update.</param>
    public static JsonArray Update(JsonObject document, JsonObject? old, JsonArray given, ResourceKind kind, WriteContext context, string now)
    {
        var subresource = context.Subresource == Subresource.None ? "" : context.Subresource.ToString().ToLowerInvariant();
        var changed = FieldSets.Changed(document, old, kind.Schema, Skipped(kind, context.Subresource));
        var present = given.Count == 0 ? null : FieldSets.All(document, kind.Schema);
        var entries = new JsonArray();
        var own = changed;
        string? time = null;
        foreach (var entry in given.OfType<JsonObject>())
        {
            var fields = FieldTree.Parse(entry["fieldsV1"]).Intersect(present!);
            if (IsOwn(entry, context.FieldManager, subresource, kind.ApiVersion))
            {
                own = own.Union(fields);
                time = entry.Text("time");
                continue;
            }

            var left = entry.Text("operation") == "Apply" ? fields : fields.Except(changed);
            if (!left.IsEmpty)
            {
                var kept = (JsonObject)entry.DeepClone();
                kept["fieldsV1"] = left.ToJson();
                entries.Add(kept);
            }
        }

        if (!own.IsEmpty)
        {
            entries.Add(Entry(context.FieldManager, subresource, kind.ApiVersion, own, changed.IsEmpty && time is not null ? time : now));
        }

        Limit(entries);
        return entries;
    }

    /// <summary>The member that a write to this subresource cannot change.</summary>
    private static string Skipped(ResourceKind kind, Subresource subresource) =>
        subresource is Subresource.Status or Subresource.Approval ? "spec" : kind.HasStatus ? "status" : "";

    private static bool IsOwn(JsonObject entry, string manager, string subresource, string apiVersion) =>
        entry.Text("manager") == manager && entry.Text("operation") == "Update" && (entry.Text("subresource") ?? "") == subresource && entry.Text("apiVersion") == apiVersion;

    private static JsonObject Entry(string manager, string subresource, string apiVersion, FieldTree fields, string now)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = "Update",
            ["apiVersion"] = apiVersion,
            ["time"] = now,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields.ToJson(),
        };
        if (subresource.Length > 0)
        {
            entry["subresource"] = subresource;
        }

        return entry;
    }

    private static void Limit(JsonArray entries)
    {
        var updates = entries.OfType<JsonObject>().Where(entry => entry.Text("operation") == "Update").ToList();
        if (updates.Count <= UpdateEntriesMax)
        {
            return;
        }

        var oldest = updates.OrderBy(entry => entry.Text("manager") == Ancient ? "" : entry.Text("time") ?? "", StringComparer.Ordinal).Take(updates.Count - UpdateEntriesMax + 1).ToList();
        var fields = oldest.Aggregate(new FieldTree(), static (all, entry) => all.Union(FieldTree.Parse(entry["fieldsV1"])));
        var latest = oldest[^1];
        foreach (var entry in oldest)
        {
            entries.Remove(entry);
        }

        entries.Insert(0, Entry(Ancient, "", latest.Text("apiVersion") ?? "", fields, latest.Text("time") ?? ""));
    }
}
