namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>What is kept of a timer between runs of the host.</summary>
internal sealed record ScheduleStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);
