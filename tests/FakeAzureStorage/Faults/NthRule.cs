namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Strikes the nth request of the target, counted from 1, and as many more as said.</summary>
internal sealed class NthRule(RequestTarget target, Fault fault, int nth, int times) : FaultRule(target)
{
    private int _seen;

    protected override Fault? DrawForTarget(RequestFacts facts, DateTimeOffset now) => ++_seen >= nth && _seen - nth < times ? fault : null;
}
