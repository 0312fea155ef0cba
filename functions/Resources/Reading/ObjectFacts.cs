using System.Text.Json;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>What selectors, indexes and controllers ask of every object, taken from its document once.</summary>
internal sealed class ObjectFacts
{
    private StoredResource? _resource;

    public required ObjectName Name { get; init; }

    public required string Uid { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required bool IsDeleting { get; init; }

    public required IReadOnlyList<(string Uid, bool IsController)> Owners { get; init; }

    /// <summary><c>spec.nodeName</c>, empty where there is none.</summary>
    public required string NodeName { get; init; }

    /// <summary><c>spec.schedulerName</c> of what has no node yet; else empty.</summary>
    public required string WaitsFor { get; init; }

    public static ObjectFacts Of(StoredObject item) => item.Facts(Derive);

    /// <summary>The object of a kind: one for one stored state, so that what is derived from it is derived once however many readers there are.</summary>
    public StoredResource As(ResourceKind kind, StoredObject item)
    {
        if (Volatile.Read(ref _resource) is { } resource && resource.Kind == kind)
        {
            return resource;
        }

        resource = new StoredResource(kind, item, this);
        Volatile.Write(ref _resource, resource);
        return resource;
    }

    private static ObjectFacts Derive(StoredObject item)
    {
        using var document = JsonDocument.Parse(item.Document.Bytes, JsonDocuments.Options);
        var (metadata, spec) = (document.RootElement.At("metadata"), document.RootElement.At("spec"));
        var nodeName = spec.Text("nodeName") ?? "";
        return new ObjectFacts
        {
            Name = new ObjectName(metadata.Text("namespace") ?? "", metadata.Text("name") ?? ""),
            Uid = metadata.Text("uid") ?? "",
            Labels = metadata.At("labels") is { ValueKind: JsonValueKind.Object } labels
                ? new LabelSet([.. labels.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString() ?? ""))])
                : LabelSet.Empty,
            IsDeleting = metadata.TryGetProperty("deletionTimestamp", out _),
            Owners = [.. metadata.Elements("ownerReferences").Select(owner => (owner.Text("uid") ?? "", owner.Flag("controller")))],
            NodeName = nodeName,
            WaitsFor = nodeName.Length > 0 ? "" : spec.Text("schedulerName") ?? "",
        };
    }
}
