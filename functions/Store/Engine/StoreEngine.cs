using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>The store over one commit log.</summary>
public sealed class StoreEngine(ICommitLog log, TimeProvider time, ILogger<StoreEngine> logger) : IDocumentStore
{
    private readonly ConcurrentDictionary<string, DocumentCollection> _collections = new();
    private readonly HybridClock _clock = new(time);

    /// <inheritdoc/>
    public IDocumentCollection Collection(CollectionDefinition definition) =>
        _collections.GetOrAdd(definition.Name, _ => new DocumentCollection(definition, log, _clock, time, logger));
}
