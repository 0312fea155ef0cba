namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>How many instances a scale group has.</summary>
/// <param name="AlwaysReady">There at all times; 0 lets the group scale to zero.</param>
/// <param name="Max">The most.</param>
/// <param name="Concurrency">Invocations on each before another instance is added.</param>
internal sealed record GroupSize(int AlwaysReady, int Max, int Concurrency);
