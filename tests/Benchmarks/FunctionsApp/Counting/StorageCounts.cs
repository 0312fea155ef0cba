namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>Counts requests to the storage account, and how long each took to be answered.</summary>
internal sealed class StorageCounts
{
    /// <summary>Latencies kept of a kind; past it no more are.</summary>
    private const int LatenciesMax = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<StorageRequest, long> _counts = [];
    private readonly Dictionary<StorageRequest, List<double>> _latencies = [];

    public IReadOnlyDictionary<StorageRequest, long> Take()
    {
        lock (_lock)
        {
            return new Dictionary<StorageRequest, long>(_counts);
        }
    }

    /// <summary>The milliseconds of requests of a source and kind since they were last taken.</summary>
    public IReadOnlyList<double> TakeLatencies(string source, string kind)
    {
        lock (_lock)
        {
            var found = _latencies.Where(pair => pair.Key.Source == source && pair.Key.Kind == kind).ToList();
            found.ForEach(pair => _latencies.Remove(pair.Key));
            return [.. found.SelectMany(pair => pair.Value)];
        }
    }

    public void Answered(StorageRequest request, double milliseconds)
    {
        lock (_lock)
        {
            _counts[request] = _counts.GetValueOrDefault(request) + 1;
            if (!_latencies.TryGetValue(request, out var latencies))
            {
                _latencies[request] = latencies = [];
            }

            if (latencies.Count < LatenciesMax)
            {
                latencies.Add(milliseconds);
            }
        }
    }
}
