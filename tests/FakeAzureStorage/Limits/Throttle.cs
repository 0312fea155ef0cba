namespace CloudOrchestrator.FakeAzureStorage.Limits;

/// <summary>The targets of the account and of each of its partitions.</summary>
internal sealed class Throttle(StorageLimits limits, TimeProvider time)
{
    private readonly Dictionary<(string Table, string Partition), RateGate> _partitions = [];
    private RateGate? _account;

    public bool TryTakeRequest()
    {
        if (limits.AccountRequestsPerSecond == 0)
        {
            return true;
        }

        var now = time.GetUtcNow();
        _account ??= new RateGate(limits.AccountRequestsPerSecond, now);
        return _account.TryTake(1, now);
    }

    public bool TryTake(string table, string partition, int entities) =>
        limits.PartitionEntitiesPerSecond == 0 || Gate(table, partition).TryTake(entities, time.GetUtcNow());

    public void TakeAnyway(string table, string partition, int entities)
    {
        if (limits.PartitionEntitiesPerSecond > 0)
        {
            Gate(table, partition).TakeAnyway(entities);
        }
    }

    private RateGate Gate(string table, string partition)
    {
        if (!_partitions.TryGetValue((table, partition), out var gate))
        {
            gate = new RateGate(limits.PartitionEntitiesPerSecond, time.GetUtcNow());
            _partitions.Add((table, partition), gate);
        }

        return gate;
    }
}
