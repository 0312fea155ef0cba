using System.Text;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>Engines that share a log, and a clock that one hand moves.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    public const string Name = "things";
    private static readonly CollectionDefinition Definition = new(Name, []);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private readonly List<StoreEngine> _engines = [];

    public EngineWorld(int payloadBytesMax = CommitBytes.CommitMax) =>
        Log = new MemoryCommitLog(isSoleWriter: false, Time) { PayloadBytesMax = payloadBytesMax };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public MemoryCommitLog Log { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One more instance, and its copy of the collection.</summary>
    public (StoreEngine Engine, IDocumentCollection Things) Start()
    {
        _engines.Add(new StoreEngine(Log, Time, NullLogger<StoreEngine>.Instance));
        return (_engines[^1], _engines[^1].Collection(Definition));
    }

    public static Task<WriteOutcome> PutAsync(IDocumentCollection things, string key, string text = "x", DateTimeOffset? expires = null) =>
        things.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1, expires))), Token);

    public static string Keys(CollectionState state) => string.Join(' ', state.Range("").Select(item => item.Key));

    public async Task<long> HeadAsync() => (await Log.TailAsync(Name, 0, Token)).Head.Revision;

    /// <summary>Moves the clock, with the upkeep that every engine does every ten seconds.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        for (var step = TimeSpan.FromSeconds(10); span > TimeSpan.Zero; span -= step)
        {
            Time.Advance(step);
            foreach (var engine in _engines)
            {
                await engine.KeepUpAsync(Token);
            }
        }
    }

    /// <summary>Keeps up until something holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"{what} did not come within {Patience}");
            foreach (var engine in _engines)
            {
                await engine.KeepUpAsync(Token);
            }

            await Task.Delay(Look, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }
    }
}
