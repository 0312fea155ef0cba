namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Strikes by chance. Each instance has its own sequence, so that one instance's requests do not change another's luck.</summary>
internal sealed class RandomRule(RequestTarget target, int seed, double probability, IReadOnlyList<Func<Random, Fault>> choices) : FaultRule(target)
{
    private readonly Dictionary<string, Random> _sequences = [];

    protected override Fault? DrawForTarget(RequestFacts facts, DateTimeOffset now)
    {
        if (!_sequences.TryGetValue(facts.Instance, out var sequence))
        {
            sequence = new Random(SeedOf(facts.Instance));
            _sequences.Add(facts.Instance, sequence);
        }

        return sequence.NextDouble() < probability ? choices[sequence.Next(choices.Count)](sequence) : null;
    }

    /// <summary>The same on every run, which string hashes are not.</summary>
    private int SeedOf(string instance) => instance.Aggregate(seed, (hash, character) => unchecked((hash * 31) + character));
}
