using CloudOrchestrator.LocalAzure.Storage;

namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>A request to the storage account, as the bill knows it.</summary>
/// <param name="Source">Who sent it: a scale group of the app, the nodes, or the platform.</param>
/// <param name="Service">tables, blobs or queues.</param>
/// <param name="Kind">What it asks for, such as <c>transaction</c> or <c>query</c>.</param>
internal sealed record StorageRequest(string Source, string Service, string Kind)
{
    /// <summary>A call through a source's own proxy.</summary>
    public static StorageRequest Of(string source, StorageCall call)
    {
        var service = call.Service switch { StorageService.Table => "tables", StorageService.Blob => "blobs", _ => "queues" };
        return new StorageRequest(source, service, KindOf(service, call.Method, call.Target));
    }

    private static string KindOf(string service, string method, string target)
    {
        var path = target.Split('?')[0];
        return (service, method) switch
        {
            ("tables", "POST") when path.EndsWith("/$batch", StringComparison.Ordinal) => "transaction",
            ("tables", "POST") => "insert",
            ("tables", "GET") => path.Contains("PartitionKey", StringComparison.Ordinal) ? "get" : "query",
            ("tables", "DELETE") => "delete",
            ("tables", _) => "update",
            ("queues", "GET") => target.Contains("peekonly=true", StringComparison.Ordinal) ? "peek" : path.EndsWith("/messages", StringComparison.Ordinal) ? "receive" : "other",
            ("queues", "POST") => "send",
            ("queues", "DELETE") => "delete",
            ("queues", _) => "update",
            ("blobs", "GET") when target.Contains("comp=list", StringComparison.Ordinal) => "list",
            ("blobs", "GET" or "HEAD") => "read",
            ("blobs", "DELETE") => "delete",
            ("blobs", "PUT") when target.Contains("restype=container", StringComparison.Ordinal) => "list",
            ("blobs", "PUT") when target.Contains("comp=lease", StringComparison.Ordinal) => "lease",
            _ => "write",
        };
    }
}
