namespace CloudOrchestrator.Store;

/// <summary>How large documents and commits may be.</summary>
public static class CommitBytes
{
    /// <summary>Largest document.</summary>
    /// <value>1.5 MiB, what Kubernetes takes by etcd's default limit of a request.</value>
    public const int DocumentMax = 3 * 512 * 1024;

    /// <summary>A commit takes no further writes once its documents, not yet compressed, reach this.</summary>
    /// <value>2 MiB: documents of one kind compress to a tenth or less, and a few milliseconds pack them.</value>
    public const int BatchMax = 2 * 1024 * 1024;

    /// <summary>Most bytes of a commit's changes, compressed together, that one row takes.</summary>
    /// <value>700 KiB: an Azure table entity holds 1 MiB, and the wire adds base64.</value>
    public const int CommitMax = 700 * 1024;
}
