using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Store.Heartbeats;

namespace CloudOrchestrator.Host.Functions;

/// <summary>The nodes' signals as rows beside the cluster's collections.</summary>
internal sealed class HeartbeatSignals(IHeartbeats heartbeats) : INodeSignals
{
    private readonly Lock _lock = new();
    private Task<IReadOnlyDictionary<string, TimeSpan>>? _waiting;
    private Task<IReadOnlyDictionary<string, TimeSpan>> _reading = Task.FromResult<IReadOnlyDictionary<string, TimeSpan>>(new Dictionary<string, TimeSpan>());

    /// <summary>Those who ask while a query is under way share the one after it.</summary>
    public async ValueTask<IReadOnlyDictionary<string, TimeSpan>> BeatAgesAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyDictionary<string, TimeSpan>> query;
        lock (_lock)
        {
            query = _waiting ??= ReadNextAsync(_reading);
        }

        return await query.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask ExpectAsync(string node, CancellationToken cancellationToken) => heartbeats.ExpectAsync(node, cancellationToken);

    public ValueTask RingAsync(string node, CancellationToken cancellationToken) => heartbeats.RingAsync(node, cancellationToken);

    public ValueTask EndAsync(string node, CancellationToken cancellationToken) => heartbeats.EndAsync(node, cancellationToken);

    private async Task<IReadOnlyDictionary<string, TimeSpan>> ReadNextAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<IReadOnlyDictionary<string, TimeSpan>> reading;
        lock (_lock)
        {
            _waiting = null;
            _reading = reading = ReadAsync();
        }

        return await reading.ConfigureAwait(false);
    }

    private async Task<IReadOnlyDictionary<string, TimeSpan>> ReadAsync() =>
        (await heartbeats.HeartbeatsAsync(CancellationToken.None).ConfigureAwait(false)).ToDictionary(beat => beat.Name, beat => beat.Age, StringComparer.Ordinal);
}
