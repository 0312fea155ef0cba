using CloudOrchestrator.Controllers.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>Nodes' rows in memory.</summary>
internal sealed class Rows(FakeTimeProvider time) : INodeSignals
{
    private readonly Dictionary<string, DateTimeOffset> _beats = [];

    public List<string> Rung { get; } = [];

    public int Queries { get; private set; }

    public IEnumerable<string> Names => _beats.Keys.Order(StringComparer.Ordinal);

    public void Beat(string node) => _beats[node] = time.GetUtcNow();

    public ValueTask<IReadOnlyDictionary<string, TimeSpan>> BeatAgesAsync(CancellationToken cancellationToken)
    {
        Queries++;
        return ValueTask.FromResult<IReadOnlyDictionary<string, TimeSpan>>(_beats.ToDictionary(pair => pair.Key, pair => time.GetUtcNow() - pair.Value));
    }

    public ValueTask ExpectAsync(string node, CancellationToken cancellationToken)
    {
        _beats.TryAdd(node, time.GetUtcNow());
        return ValueTask.CompletedTask;
    }

    public ValueTask RingAsync(string node, CancellationToken cancellationToken)
    {
        Rung.Add(node);
        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync(string node, CancellationToken cancellationToken)
    {
        _beats.Remove(node);
        return ValueTask.CompletedTask;
    }
}
