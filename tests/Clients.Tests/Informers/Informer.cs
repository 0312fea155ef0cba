using System.Threading.Channels;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>A client that keeps a copy of the ConfigMaps of a namespace, and says each change of it.</summary>
internal abstract class Informer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];

    /// <summary>The changes so far, as <see cref="ConfigMapChanges.All"/> words them.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Waits until the last change that it has seen is this.</summary>
    public Task SeesAsync(string change) => SeesAsync(change, seen => seen == change);

    /// <summary>Waits until the last change that it has seen begins so.</summary>
    public Task SeesStartAsync(string change) => SeesAsync(change, seen => seen.StartsWith(change, StringComparison.Ordinal));

    public abstract ValueTask DisposeAsync();

    protected void See(string change) => _changes.Writer.TryWrite(change);

    /// <summary>Nothing more will come.</summary>
    protected void End() => _changes.Writer.TryComplete();

    /// <summary>What it said beside the changes.</summary>
    protected abstract string Said();

    private async Task SeesAsync(string change, Predicate<string> isIt)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        while (_seen.Count == 0 || !isIt(_seen[^1]))
        {
            try
            {
                _seen.Add(await _changes.Reader.ReadAsync(deadline.Token));
            }
            catch (Exception fault) when (fault is OperationCanceledException or ChannelClosedException && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"not seen within {Deadline.TotalSeconds} s: {change}; seen: {string.Join(", ", _seen.TakeLast(5))}; it said: {Said()}");
            }
        }
    }
}
