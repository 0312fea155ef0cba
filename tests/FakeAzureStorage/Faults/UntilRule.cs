namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Strikes every request of the target until a moment.</summary>
internal sealed class UntilRule(RequestTarget target, Fault fault, DateTimeOffset until) : FaultRule(target)
{
    protected override Fault? DrawForTarget(RequestFacts facts, DateTimeOffset now) => now < until ? fault : null;
}
