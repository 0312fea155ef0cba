using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>One entry of <c>metadata.managedFields</c>: the fields of one manager.</summary>
/// <param name="Manager">Its name.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">The subresource written; empty for the object itself.</param>
/// <param name="ApiVersion">The version in which the fields are named.</param>
/// <param name="Time">Canonical time of the last change; null for not known.</param>
/// <param name="Fields">The fields.</param>
internal sealed record ManagedEntry(string Manager, string Operation, string Subresource, string ApiVersion, string? Time, FieldTree Fields)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>Whether the fields were applied, rather than changed by another write.</summary>
    public bool IsApplied => Operation == Apply;

    /// <summary>What tells it from other entries: an applier has one entry, whatever version it applies in.</summary>
    public (string Manager, string Operation, string Subresource, string ApiVersion) Identity => (Manager, Operation, Subresource, IsApplied ? "" : ApiVersion);

    /// <summary>How messages about conflicts name the manager.</summary>
    /// <param name="apiVersion">The version to show for one that updates; null for its own.</param>
    public string Shown(string? apiVersion) =>
        $"{Quoted(Manager)}{(Subresource.Length > 0 ? $" with subresource {Quoted(Subresource)}" : "")}{(IsApplied ? "" : $" using {apiVersion ?? ApiVersion}")}";

    /// <summary>The entries of a stored object.</summary>
    public static List<ManagedEntry> Stored(JsonArray entries) => [.. entries.OfType<JsonObject>().Select(entry => Of(entry, FieldTree.Stored(entry["fieldsV1"])))];

    /// <summary>The well formed entries that a client has sent, of each identity one, as they are stored.</summary>
    public static JsonArray Sent(JsonArray entries)
    {
        var result = new OrderedDictionary<(string, string, string, string), ManagedEntry>();
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var parsed = Of(entry, FieldTree.Parse(entry["fieldsV1"]));
            result[parsed.Identity] = parsed;
        }

        return [.. result.Values.Select(entry => entry.ToJson())];
    }

    private static ManagedEntry Of(JsonObject entry, FieldTree fields) =>
        new(entry.Text("manager") ?? "", entry.Text("operation")!, entry.Text("subresource") ?? "", entry.Text("apiVersion")!, entry.Text("time"), fields);

    /// <summary>Whether an entry has what it must have.</summary>
    public static bool IsWellFormed(JsonNode? entry) =>
        entry.Text("operation") is Apply or Update && !string.IsNullOrEmpty(entry.Text("apiVersion")) && entry.Text("fieldsType") == "FieldsV1"
        && (entry.At("fieldsV1") is null || FieldTree.IsValid(entry.At("fieldsV1")));

    /// <summary>The entries as objects hold them: those of appliers first, then by time and name; without those that own nothing.</summary>
    public static JsonArray ToJson(IEnumerable<ManagedEntry> entries)
    {
        var owning = entries.Where(entry => !entry.Fields.IsEmpty).ToList();
        return [.. (owning.Count < 2 ? owning : InOrder(owning)).Select(entry => entry.ToJson())];
    }

    private static IEnumerable<ManagedEntry> InOrder(IEnumerable<ManagedEntry> entries) => entries
        .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
        .ThenBy(entry => entry.Time ?? "", StringComparer.Ordinal)
        .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
        .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
        .ThenBy(entry => entry.Subresource, StringComparer.Ordinal);

    /// <summary>Whether two lists hold the same entries but for their times.</summary>
    public static bool AreSame(JsonArray left, JsonArray right) =>
        left.Count == right.Count && Stored(left) is var one && Stored(right) is var other && one.Count == other.Count && one.Zip(other).All(pair => pair.First.IsSame(pair.Second));

    private bool IsSame(ManagedEntry other) =>
        (Manager, Operation, Subresource, ApiVersion) == (other.Manager, other.Operation, other.Subresource, other.ApiVersion) && Fields.IsSame(other.Fields);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, PathElements.KeyForm);

    private JsonObject ToJson()
    {
        var entry = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time is not null)
        {
            entry["time"] = Time;
        }

        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0)
        {
            entry["subresource"] = Subresource;
        }

        return entry;
    }
}
