using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>How a stored document differs from the one before, in whatever version managers named their fields.</summary>
/// <param name="document">The new document.</param>
/// <param name="old">The one before; null for none.</param>
/// <param name="kind">The kind that is stored.</param>
/// <param name="skipped">Members of the documents to leave out.</param>
internal sealed class VersionedComparison(JsonObject document, JsonObject? old, ResourceKind kind, IReadOnlyCollection<string> skipped)
{
    private readonly Dictionary<string, FieldComparison?> _known = new(StringComparer.Ordinal);

    /// <summary>The differences in a version; null for one that is not served.</summary>
    public FieldComparison? In(string apiVersion)
    {
        if (!_known.TryGetValue(apiVersion, out var comparison))
        {
            comparison = KindVersion.Find(kind, apiVersion) is { } version
                ? FieldComparer.Compare(version.View(document), old is null ? null : version.View(old), version.Kind.Schema, skipped)
                : null;
            _known.Add(apiVersion, comparison);
        }

        return comparison;
    }

    /// <summary>The entries without what is changed or gone; those in versions that are not served are gone as a whole.</summary>
    public IEnumerable<ManagedEntry> Left(IEnumerable<ManagedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (In(entry.ApiVersion) is { } comparison)
            {
                yield return entry with { Fields = entry.Fields.Except(comparison.Touched) };
            }
        }
    }
}
