using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>The keys of objects in their collections.</summary>
internal static class CollectionKeys
{
    public static string Of(ObjectName name) => name.Namespace.Length == 0 ? StoreKey.Of(name.Name) : StoreKey.Of(name.Namespace, name.Name);

    public static string Prefix(string? @namespace) => string.IsNullOrEmpty(@namespace) ? "" : StoreKey.Prefix(@namespace);
}
