using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Keeps <c>metadata.managedFields</c>: who set which field.</summary>
internal static class FieldManagers
{
    /// <summary>Most update entries; beyond it the oldest are merged into one.</summary>
    private const int UpdateEntriesMax = 10;

    /// <summary>Records an update: the manager takes over what it changed, and nobody owns what is gone.</summary>
    /// <param name="document">The new document; receives the new entries.</param>
    /// <param name="old">The document before; null on create.</param>
    /// <param name="schema">The type.</param>
    /// <param name="apiVersion">The version in which the request was made.</param>
    /// <param name="context">The manager and the subresource.</param>
    /// <param name="now">Canonical time of the update.</param>
    public static void Update(JsonObject document, JsonObject? old, TypeSchema schema, string apiVersion, WriteContext context, string now)
    {
        var metadata = (JsonObject)document["metadata"]!;
        var subresource = context.Subresource == Kinds.Subresource.None ? "" : context.Subresource.ToString().ToLowerInvariant();
        var changed = FieldSets.Changed(document, old ?? [], schema);
        var present = FieldSets.Of(document, schema);
        var entries = new JsonArray();
        var own = changed;
        foreach (var entry in old.Objects("metadata", "managedFields"))
        {
            var fields = FieldTree.Parse(entry["fieldsV1"]);
            if (IsOwn(entry, context.FieldManager, subresource, apiVersion))
            {
                own = own.Union(fields);
                continue;
            }

            var left = fields.Except(changed).Intersect(present);
            if (!left.IsEmpty)
            {
                var kept = (JsonObject)entry.DeepClone();
                kept["fieldsV1"] = left.ToJson();
                entries.Add(kept);
            }
        }

        own = own.Intersect(present);
        if (!own.IsEmpty)
        {
            entries.Add(Entry(context.FieldManager, subresource, apiVersion, own, now));
        }

        while (entries.Count > UpdateEntriesMax)
        {
            entries.RemoveAt(0);
        }

        metadata["managedFields"] = entries;
    }

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
}
