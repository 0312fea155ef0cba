namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>Why an invocation was cut.</summary>
internal enum CutReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The function's time is over; the handler was killed for it.</summary>
    FunctionTimeout,

    /// <summary>The instance is gone, host and handler.</summary>
    InstanceGone,
}
