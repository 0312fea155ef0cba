using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>What a namespace that is going says of how far that is. Pure.</summary>
internal static class NamespaceConditions
{
    /// <param name="namespace">The namespace.</param>
    /// <param name="remaining">What is still in it.</param>
    /// <param name="failures">Why something in it could not be told to go.</param>
    /// <param name="now">Now.</param>
    /// <returns>Its status; null where it says so already.</returns>
    public static JsonObject? Of(JsonObject @namespace, IReadOnlyCollection<ResourceObject> remaining, IReadOnlyCollection<string> failures, DateTimeOffset now)
    {
        var status = @namespace["status"]?.DeepClone() as JsonObject ?? [];
        var counts = Counted(remaining.GroupBy(item => $"{item.Kind.Plural}.{item.Kind.Group}"), "has");
        var finalizers = Counted(remaining.SelectMany(item => item.Parse().Texts("metadata", "finalizers")).GroupBy(finalizer => finalizer), "in");

        // What is served is known to the process itself: to find it out cannot fail, as it can in Kubernetes.
        var isChanged = Conditions.Set(status, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", now);
        isChanged |= Conditions.Set(status, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", now);
        isChanged |= failures.Count == 0
            ? Conditions.Set(status, "NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", now)
            : Conditions.Set(
                status, "NamespaceDeletionContentFailure", "True", "ContentDeletionFailed",
                $"Failed to delete all resource types, {failures.Count} remaining: {string.Join(", ", failures.Order(StringComparer.Ordinal))}", now);
        isChanged |= counts.Length == 0
            ? Conditions.Set(status, "NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed", now)
            : Conditions.Set(status, "NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {counts}", now);
        isChanged |= finalizers.Length == 0
            ? Conditions.Set(status, "NamespaceFinalizersRemaining", "False", "ContentRemoved", "All content successfully removed", now)
            : Conditions.Set(status, "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}", now);
        return isChanged ? status : null;
    }

    private static string Counted<T>(IEnumerable<IGrouping<string, T>> groups, string verb) =>
        string.Join(", ", groups.Select(group => $"{group.Key} {verb} {group.Count()} resource instances").Order(StringComparer.Ordinal));
}
