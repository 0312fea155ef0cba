using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The keys of objects in their collections.</summary>
internal static class CollectionKeys
{
    public static string Of(ObjectName name) => name.Namespace.Length == 0 ? StoreKey.Of(name.Name) : StoreKey.Of(name.Namespace, name.Name);

    public static string Prefix(string? @namespace) => string.IsNullOrEmpty(@namespace) ? "" : StoreKey.Prefix(@namespace);

    /// <summary>The hidden key that takes a collection's first revision.</summary>
    public static string Begun => StoreKey.Separator + "begun";

    /// <summary>The hidden key whose own revision is the one behind which the collection is of the definition that makes its kind now; none where it is of the first.</summary>
    public static string Established => StoreKey.Separator + "established";

    /// <summary>The hidden key that closes a collection for a namespace's uid.</summary>
    public static string Closed(string @namespace, string uid) => StoreKey.Separator + "closed" + StoreKey.Separator + StoreKey.Of(@namespace, uid);

    /// <summary>The hidden key that tells that a request of this id has deleted the object of this key.</summary>
    public static string Deleted(ReplayId id, string key) => $"{StoreKey.Separator}deleted{StoreKey.Separator}{id}{StoreKey.Separator}{key}";

    /// <summary>The hidden key whose own revision is the one that a request of this id lists.</summary>
    public static string Listed(ReplayId id) => $"{StoreKey.Separator}listed{StoreKey.Separator}{id}";

    /// <summary>Whether a key is the machinery's own and no object's: no object's key begins with the separator.</summary>
    public static bool IsHidden(string key) => key[0] == StoreKey.Separator;

    /// <summary>Whether a key is of an object of a kind: a collection keeps its history when a definition goes and comes again with another scope.</summary>
    public static bool IsOf(ResourceKind kind, string key) =>
        !IsHidden(key) && (kind.Definition is null || key.Contains(StoreKey.Separator, StringComparison.Ordinal) == kind.Namespaced);

    /// <summary>The objects of a kind in a namespace, or in all, after a key.</summary>
    public static IEnumerable<StoredObject> Objects(this CollectionState state, ResourceKind kind, string? @namespace, string? after = null)
    {
        var objects = state.Objects(@namespace, after);
        return kind.Definition is null ? objects : objects.Where(item => IsOf(kind, item.Key));
    }

    /// <summary>The objects of a namespace, or of all, after a key.</summary>
    public static IEnumerable<StoredObject> Objects(this CollectionState state, string? @namespace, string? after = null)
    {
        var prefix = Prefix(@namespace);
        var range = state.Range(prefix, after);
        return prefix.Length > 0 ? range : range.Where(static item => !IsHidden(item.Key));
    }

    /// <summary>How many objects of a kind there are in a namespace, or in all, after a key.</summary>
    public static int Count(this CollectionState state, ResourceKind kind, string? @namespace, string? after)
    {
        if (kind.Definition is not null)
        {
            return state.Objects(kind, @namespace, after).Count();
        }

        var prefix = Prefix(@namespace);
        var hidden = prefix.Length > 0 ? 0 : state.CountRange($"{StoreKey.Separator}", after);
        return state.CountRange(prefix, after) - hidden;
    }
}
