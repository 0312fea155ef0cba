using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Conformance;

namespace CloudOrchestrator.Pods.Tests.Runtimes;

/// <summary>The double that the workers' tests lean on passes the suite that real engines pass.</summary>
public sealed class FakeRuntimeTests : RuntimeConformance
{
    private readonly FakeEngine _engine = new(TimeProvider.System);

    public FakeRuntimeTests()
    {
        Runtime = _engine.For(new RuntimeScope("here", "node"));
        Stranger = _engine.For(new RuntimeScope("elsewhere", "node"));
    }

    protected override IContainerRuntime Runtime { get; }

    protected override IContainerRuntime Stranger { get; }

    protected override TestPrograms Programs { get; } = new FakePrograms();

    private sealed class FakePrograms : TestPrograms
    {
        public override string Image => "test/image:1";

        public override IReadOnlyList<string> Sleep => ["sleep"];

        public override IReadOnlyList<string> Stubborn => ["stubborn"];

        public override IReadOnlyList<string> Missing => ["missing"];

        public override IReadOnlyList<string> Exit(int code) => ["exit", $"{code}"];

        public override IReadOnlyList<string> Print(params string[] lines) => ["print", .. lines];
    }
}
