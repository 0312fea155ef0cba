using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>The store over one commit log.</summary>
public sealed class StoreEngine : IDocumentStore, IStoreUpkeep, IAsyncDisposable
{
    /// <summary>Time between two rounds of upkeep: expired objects may stay this much longer.</summary>
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DocumentCollection> _collections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ICommitLog _log;
    private readonly HybridClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDocumentCipher? _cipher;
    private readonly Outboxes? _outboxes;
    private readonly StoreMeter _meter;
    private readonly SharedReads _registry;
    private readonly ITimer _timer;
    private IReadOnlySet<string> _names = new HashSet<string>();
    private Task _upkeep = Task.CompletedTask;

    /// <summary>Creates the store.</summary>
    /// <param name="log">Where commits are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where faults are told.</param>
    /// <param name="publisher">Who carries notices of commits to reactors elsewhere; null where there are none.</param>
    /// <param name="cipher">What encrypts documents where they are stored; null where they stay plain.</param>
    public StoreEngine(ICommitLog log, TimeProvider time, ILogger<StoreEngine> logger, INoticePublisher? publisher = null, IDocumentCipher? cipher = null)
    {
        _log = log;
        _clock = new HybridClock(time);
        _time = time;
        _logger = logger;
        _cipher = cipher;
        _outboxes = publisher is null ? null : new Outboxes(log, publisher, Collection, time, logger, _stopping.Token);
        _meter = new StoreMeter(Memory);
        _registry = new SharedReads(async () => Volatile.Write(ref _names, (await log.CollectionsAsync(CancellationToken.None).ConfigureAwait(false)).ToHashSet()), time);
        _timer = time.CreateTimer(_ => Keep(), null, UpkeepInterval, UpkeepInterval);
    }

    /// <inheritdoc/>
    public IDocumentCollection Collection(CollectionDefinition definition) =>
        _collections.TryGetValue(definition.Name, out var collection)
            ? collection
            : _collections.GetOrAdd(definition.Name, _ => new DocumentCollection(definition, _log, _clock, _cipher, _outboxes?.Of(definition.Name), _time, _logger, _stopping.Token));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> CollectionsAsync(CancellationToken cancellationToken)
    {
        await _registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Volatile.Read(ref _names);
    }

    /// <summary>What the open collections hold in memory. The meter <c>CloudOrchestrator.Store</c> reports the same.</summary>
    public IReadOnlyList<CollectionMemory> Memory() =>
        [.. _collections.Values.Where(collection => collection.Count > 0 || collection.HistoryBytes > 0).Select(collection => new CollectionMemory(collection.Name, collection.Count, collection.HistoryBytes))];

    /// <summary>Deletes expired objects, compacts and lets go of memory, where it is due. Runs by itself too, every ten seconds.</summary>
    public Task KeepUpAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_collections.Values.Select(collection => collection.KeepUpAsync(cancellationToken)));

    /// <inheritdoc/>
    public Task PublishMissedAsync(CancellationToken cancellationToken) =>
        _outboxes?.PublishMissedAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task CompactAsync(IEnumerable<CollectionDefinition> collections, CancellationToken cancellationToken) =>
        EachAsync(collections, collection => collection.CompactAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task SweepAsync(IEnumerable<CollectionDefinition> collections, CancellationToken cancellationToken) =>
        EachAsync(collections, collection => collection.SweepAsync(cancellationToken), cancellationToken);

    /// <summary>Ends the upkeep and the watches' queries. What was queued to be written still is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _meter.Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _upkeep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EachAsync(IEnumerable<CollectionDefinition> definitions, Func<DocumentCollection, Task> work, CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (var definition in definitions)
        {
            try
            {
                await work((DocumentCollection)Collection(definition)).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.UpkeepFailed(_logger, definition.Name, fault);
                failed.Add(definition.Name);
            }
        }

        if (failed.Count > 0)
        {
            throw new StoreException($"The upkeep failed of {string.Join(", ", failed)}.");
        }
    }

    private void Keep()
    {
        if (_upkeep.IsCompleted && !_stopping.IsCancellationRequested)
        {
            _upkeep = KeepUpAsync(_stopping.Token);
        }
    }
}
