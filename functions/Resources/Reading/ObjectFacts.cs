using System.Collections.Frozen;
using System.Text.Json;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>What selectors, indexes and controllers ask of every object, taken from its document once.</summary>
internal sealed class ObjectFacts
{
    public required ObjectName Name { get; init; }

    public required string Uid { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required bool IsDeleting { get; init; }

    public required IReadOnlyList<(string Uid, bool IsController)> Owners { get; init; }

    /// <summary><c>spec.nodeName</c>, empty where there is none.</summary>
    public required string NodeName { get; init; }

    public static ObjectFacts Of(StoredObject item) => item.Facts(Derive);

    private static ObjectFacts Derive(StoredObject item)
    {
        using var document = JsonDocument.Parse(item.Document.Bytes);
        var metadata = document.RootElement.GetProperty("metadata");
        return new ObjectFacts
        {
            Name = new ObjectName(Text(metadata, "namespace"), Text(metadata, "name")),
            Uid = Text(metadata, "uid"),
            Labels = metadata.TryGetProperty("labels", out var labels)
                ? labels.EnumerateObject().ToFrozenDictionary(label => label.Name, label => label.Value.GetString() ?? "")
                : FrozenDictionary<string, string>.Empty,
            IsDeleting = metadata.TryGetProperty("deletionTimestamp", out _),
            Owners = metadata.TryGetProperty("ownerReferences", out var owners)
                ? [.. owners.EnumerateArray().Select(owner => (Text(owner, "uid"), owner.TryGetProperty("controller", out var flag) && flag.ValueKind == JsonValueKind.True))]
                : [],
            NodeName = document.RootElement.TryGetProperty("spec", out var spec) ? Text(spec, "nodeName") : "",
        };
    }

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
