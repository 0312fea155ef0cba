namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>How a trigger's call ended.</summary>
internal enum TriggerOutcome
{
    Success,

    /// <summary>Answered as a failure, or out of time.</summary>
    Failure,

    /// <summary>The instance went, and with it whoever would have noted the failure.</summary>
    InstanceGone,
}
