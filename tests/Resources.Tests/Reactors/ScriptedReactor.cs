using System.Threading.Channels;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>Notes the keys that it is run for, and does as it is told.</summary>
internal sealed class ScriptedReactor(string name, ReactorGroup group, params ReactorTrigger[] triggers) : IReactor
{
    private readonly Channel<string> _runs = Channel.CreateUnbounded<string>();
    private int _count;

    public string Name => name;

    public ReactorGroup Group => group;

    public IReadOnlyList<ReactorTrigger> Triggers => triggers;

    public Func<ResourceObject?, ResourceObject?, IEnumerable<string>>? CustomTrigger { get; init; }

    public TimeSpan ResyncPeriod => TimeSpan.FromDays(1);

    public IReadOnlyList<string> Keys { get; init; } = [];

    public Func<string, CancellationToken, Task<ReconcileResult>> Script { get; set; } = (_, _) => Task.FromResult(ReconcileResult.Done);

    /// <summary>How many runs have begun.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Wakes for the name of the changed object.</summary>
    public static ReactorTrigger OnName(ResourceKind kind) => new(kind, static (before, after) => [(after ?? before)!.Name.Name]);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Keys);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        await _runs.Writer.WriteAsync(key, cancellationToken);
        return await Script(key, cancellationToken);
    }

    /// <summary>Ends with the next run that begins: its key.</summary>
    public Task<string> RunAsync() => _runs.Reader.ReadAsync(World.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), World.Token);
}
