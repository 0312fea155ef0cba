namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The query parameters of operations: name, type, and what it is for.</summary>
internal static class OpenApiParameters
{
    private static readonly (string Name, string Type, string Description) DryRun =
        ("dryRun", "string", "All: do everything but store the result.");

    private static readonly (string Name, string Type, string Description)[] Writing =
    [
        DryRun,
        ("fieldManager", "string", "The name under which changed fields are recorded; by default the first part of the user agent."),
        ("fieldValidation", "string", "What is done about unknown and repeated fields: Ignore, Warn (the default) or Strict."),
    ];

    private static readonly (string Name, string Type, string Description)[] Selecting =
    [
        ("continue", "string", "Goes on with a list that was answered in pages; the token of its last page."),
        ("fieldSelector", "string", "Only objects whose fields are so."),
        ("labelSelector", "string", "Only objects whose labels are so."),
        ("limit", "integer", "Most objects of a page; 0 for all."),
        ("resourceVersion", "string", "Which version of the list is wanted; together with resourceVersionMatch."),
        ("resourceVersionMatch", "string", "Exact or NotOlderThan."),
        ("sendInitialEvents", "boolean", "A watch begins with an event for each object there is."),
        ("timeoutSeconds", "integer", "Longest time that the request takes, in seconds."),
    ];

    private static readonly (string Name, string Type, string Description)[] Deleting =
    [
        DryRun,
        ("gracePeriodSeconds", "integer", "Seconds until the object is gone; 0 at once."),
        ("orphanDependents", "boolean", "Deprecated, use propagationPolicy: whether dependents lose their owner and stay."),
        ("propagationPolicy", "string", "What becomes of dependents: Orphan, Background or Foreground."),
    ];

    private static readonly (string Name, string Type, string Description)[] Logging =
    [
        ("container", "string", "The container; needed where a pod has several."),
        ("follow", "boolean", "Goes on with what is written later."),
        ("insecureSkipTLSVerifyBackend", "boolean", "Does not check who the node is."),
        ("limitBytes", "integer", "Most bytes that are answered."),
        ("previous", "boolean", "The container's run before this one."),
        ("sinceSeconds", "integer", "Only what was written in the last so many seconds."),
        ("tailLines", "integer", "Only the last so many lines."),
        ("timestamps", "boolean", "A time before each line."),
    ];

    /// <summary>Those of an operation.</summary>
    /// <param name="action">As in <c>x-kubernetes-action</c>; <c>log</c> for reading a log.</param>
    public static IReadOnlyList<(string Name, string Type, string Description)> Of(string action) => action switch
    {
        "list" => [("allowWatchBookmarks", "boolean", "A watch tells from time to time how far it is."), .. Selecting, ("watch", "boolean", "Goes on with changes as they happen.")],
        "post" or "put" => Writing,
        "patch" => [.. Writing, ("force", "boolean", "Takes over fields that other managers own; for server-side apply.")],
        "delete" => Deleting,
        "deletecollection" => [.. Selecting, .. Deleting],
        "log" => Logging,
        _ => [],
    };
}
