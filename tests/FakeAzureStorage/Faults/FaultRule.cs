namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>A fault and when it strikes.</summary>
internal abstract class FaultRule(RequestTarget target)
{
    /// <summary>The fault for the request, or null. It is asked once a request, in the order in which they are sent.</summary>
    public Fault? Draw(RequestFacts facts, DateTimeOffset now) => target.Matches(facts) ? DrawForTarget(facts, now) : null;

    protected abstract Fault? DrawForTarget(RequestFacts facts, DateTimeOffset now);
}
