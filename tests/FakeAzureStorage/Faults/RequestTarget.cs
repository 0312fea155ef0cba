using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Which requests a fault is meant for. What is not set does not matter.</summary>
public sealed record RequestTarget
{
    /// <summary>Every request.</summary>
    public static RequestTarget Any { get; } = new();

    public string? Instance { get; init; }

    public IReadOnlyList<RequestKind>? Kinds { get; init; }

    public string? Table { get; init; }

    public string? Partition { get; init; }

    public string? Container { get; init; }

    public string? Blob { get; init; }

    public Func<RequestFacts, bool>? Where { get; init; }

    public static RequestTarget Of(params RequestKind[] kinds) => new() { Kinds = kinds };

    internal bool Matches(RequestFacts facts) =>
        (Instance is null || Instance == facts.Instance)
        && (Kinds is null || Kinds.Contains(facts.Kind))
        && (Table is null || Table.Equals(facts.Table, StringComparison.OrdinalIgnoreCase))
        && (Partition is null || Partition == facts.Partition)
        && (Container is null || Container == facts.Container)
        && (Blob is null || Blob == facts.Blob)
        && (Where is null || Where(facts));
}
