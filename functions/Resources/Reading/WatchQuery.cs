using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>What a watch asks for.</summary>
public sealed record WatchQuery
{
    /// <summary>One namespace; null for all, or for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Field selector.</summary>
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>Changes after this revision; null or 0 for those from now on, with the current objects as ADDED before them unless these are refused.</summary>
    public long? ResourceVersion { get; init; }

    /// <summary>Whether to start with the current objects as ADDED and mark their end with an annotated bookmark; null, where nothing is said, for the objects alone, if no
    /// revision is given.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary>Whether a watch of a custom kind ends when its definition goes or says something else, as clients' watches do.</summary>
    public bool EndsWithDefinition { get; init; }

    /// <summary>Whether bookmarks are wanted.</summary>
    public bool AllowBookmarks { get; init; }
}

/// <summary>One item of a watch, after selectors.</summary>
public abstract record WatchItem
{
    private WatchItem()
    {
    }

    /// <summary>An object came to match.</summary>
    public sealed record Added(ResourceObject Object) : WatchItem;

    /// <summary>A matching object changed.</summary>
    public sealed record Modified(ResourceObject Object) : WatchItem;

    /// <summary>An object is gone or no longer matches: its last matching state with the change's revision.</summary>
    public sealed record Deleted(ResourceObject Object) : WatchItem;

    /// <summary>Everything up to this revision has been sent.</summary>
    public sealed record Bookmark(long Revision, bool InitialEventsEnd) : WatchItem;

    /// <summary>The watch cannot go on; the client has to list again.</summary>
    public sealed record Failed(Refusal Refusal) : WatchItem;
}

/// <summary>What opening a watch answers.</summary>
public abstract record ResourceWatchOutcome
{
    private ResourceWatchOutcome()
    {
    }

    /// <summary>The items; batches keep what one commit changed together, so that a writer flushes once per batch.</summary>
    public sealed record Watching(IAsyncEnumerable<IReadOnlyList<WatchItem>> Batches) : ResourceWatchOutcome;

    /// <summary>Not opened.</summary>
    public sealed record Refused(Refusal Refusal) : ResourceWatchOutcome;
}
