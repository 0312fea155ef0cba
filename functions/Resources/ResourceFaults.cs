using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources;

/// <summary>What exceptions of the calls here mean to whoever serves them.</summary>
public static class ResourceFaults
{
    /// <summary>Why the store cannot serve now; null where the exception says nothing of the kind.</summary>
    public static string? Unavailable(Exception fault) => (fault as StoreException)?.Message;
}
