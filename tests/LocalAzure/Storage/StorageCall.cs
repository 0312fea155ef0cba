namespace CloudOrchestrator.LocalAzure.Storage;

/// <summary>A request to the storage account.</summary>
/// <param name="Service">Which of its services.</param>
/// <param name="Target">Path and query, unescaped.</param>
/// <param name="Body">The body of a table's request; else empty.</param>
public sealed record StorageCall(StorageService Service, string Method, string Target, string Body)
{
    /// <summary>Whether it commits to a collection, such as <c>configmaps</c> or <c>apps/replicasets</c>.</summary>
    public bool Commits(string collection) =>
        Service == StorageService.Table && Method == "POST" && Target.EndsWith("/$batch", StringComparison.Ordinal)
        && (Body.Contains($"'{PartitionOf(collection)}'", StringComparison.Ordinal) || Body.Contains($"\"{PartitionOf(collection)}\"", StringComparison.Ordinal));

    /// <summary>Whether it reads a collection's rows.</summary>
    public bool Reads(string collection) => Service == StorageService.Table && Method == "GET" && Target.Contains($"'{PartitionOf(collection)}'", StringComparison.Ordinal);

    /// <summary>It stands between quotes: in an address single ones, in an entity double ones.</summary>
    private static string PartitionOf(string collection) => collection.Replace("/", "~2F", StringComparison.Ordinal);
}
