namespace CloudOrchestrator.ApiServer.PipelineApply.Reports;

/// <summary>What became of an object.</summary>
internal enum ApplyEffect
{
    /// <summary>It was not there, and is now.</summary>
    Created,

    /// <summary>It was there, and is as the file says now.</summary>
    Configured,

    /// <summary>It was as the file says.</summary>
    Unchanged,

    /// <summary>The file does not hold it any more, and it is deleted.</summary>
    Pruned,

    /// <summary>It could not be done, or did not become ready.</summary>
    Failed,
}
