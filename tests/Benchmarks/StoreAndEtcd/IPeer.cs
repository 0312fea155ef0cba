namespace CloudOrchestrator.StoreAndEtcd;

/// <summary>What is measured, done by one store.</summary>
internal interface IPeer : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Writes durably.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> value);

    /// <summary>Reads the newest value; answers its bytes.</summary>
    Task<int> GetAsync(string key);

    /// <summary>Reads every key under a prefix, current; answers their bytes.</summary>
    Task<long> ListAsync(string prefix);

    /// <summary>Watches a prefix from now on; ready once the task ends. The callback gets each change's value.</summary>
    Task WatchAsync(string prefix, Action<ReadOnlyMemory<byte>> onChange, CancellationToken cancellationToken);
}
