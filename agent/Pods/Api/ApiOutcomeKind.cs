namespace CloudOrchestrator.Pods.Api;

/// <summary>What became of a call about a pod's object.</summary>
internal enum ApiOutcomeKind
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no such object (any more).</summary>
    Gone,

    /// <summary>Somebody else changed the object meanwhile.</summary>
    Conflict,

    /// <summary>The API refused, or cannot be reached.</summary>
    Failed,
}
