using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The keys of objects in their collections.</summary>
internal static class CollectionKeys
{
    public static string Of(ObjectName name) => name.Namespace.Length == 0 ? StoreKey.Of(name.Name) : StoreKey.Of(name.Namespace, name.Name);

    public static string Prefix(string? @namespace) => string.IsNullOrEmpty(@namespace) ? "" : StoreKey.Prefix(@namespace);

    /// <summary>The hidden key that closes a collection for a namespace's uid.</summary>
    public static string Closed(string @namespace, string uid) => StoreKey.Separator + "closed" + StoreKey.Separator + StoreKey.Of(@namespace, uid);

    /// <summary>Whether a key is the machinery's own and no object's: no object's key begins with the separator.</summary>
    public static bool IsHidden(string key) => key[0] == StoreKey.Separator;

    /// <summary>The objects of a namespace, or of all, after a key.</summary>
    public static IEnumerable<StoredObject> Objects(this CollectionState state, string? @namespace, string? after = null)
    {
        var prefix = Prefix(@namespace);
        var range = state.Range(prefix, after);
        return prefix.Length > 0 ? range : range.Where(static item => !IsHidden(item.Key));
    }
}
