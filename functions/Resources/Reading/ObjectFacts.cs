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

    public required IReadOnlyList<ObjectOwner> Owners { get; init; }

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

    private static ObjectFacts Derive(StoredObject item) => RecentDocument.Read(item.Document, From);

    private static ObjectFacts From(JsonElement document)
    {
        var (metadata, spec) = (document.At("metadata"), document.At("spec"));
        var nodeName = SharedText.Of(spec.At("nodeName"));
        return new ObjectFacts
        {
            Name = new ObjectName(SharedText.Of(metadata.At("namespace")), metadata.Text("name") ?? ""),
            Uid = metadata.Text("uid") ?? "",
            Labels = metadata.At("labels") is { ValueKind: JsonValueKind.Object } labels
                ? LabelSet.Of([.. labels.EnumerateObject().Select(label => KeyValuePair.Create(SharedText.NameOf(label), SharedText.Of(label.Value)))])
                : LabelSet.Empty,
            IsDeleting = metadata.TryGetProperty("deletionTimestamp", out _),
            Owners = metadata.At("ownerReferences") is { ValueKind: JsonValueKind.Array } owners ? [.. owners.EnumerateArray().Select(OwnerOf)] : [],
            NodeName = nodeName,
            WaitsFor = nodeName.Length > 0 ? "" : SharedText.Of(spec.At("schedulerName")),
        };
    }

    private static ObjectOwner OwnerOf(JsonElement owner) => new(
        SharedText.Of(owner.At("apiVersion")), SharedText.Of(owner.At("kind")), SharedText.Of(owner.At("name")), SharedText.Of(owner.At("uid")), owner.Flag("controller"), owner.Flag("blockOwnerDeletion"));
}
