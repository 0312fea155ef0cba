namespace CloudOrchestrator.Store;

/// <summary>How large documents and commits may be.</summary>
public static class CommitBytes
{
    /// <summary>Largest document.</summary>
    /// <value>1.5 MiB, what Kubernetes takes by etcd's default limit of a request.</value>
    public const int DocumentMax = 3 * 512 * 1024;

    /// <summary>A commit takes no further writes once its documents reach this.</summary>
    /// <value>700 KiB: an Azure table entity holds 1 MiB, and the wire adds base64.</value>
    public const int CommitMax = 700 * 1024;
}
