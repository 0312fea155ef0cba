namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>A table: its partitions in the order of their keys.</summary>
internal sealed class EntityTable(string name)
{
    private readonly SortedList<string, TablePartition> _partitions = new(StringComparer.Ordinal);

    /// <summary>In the case in which it was created.</summary>
    public string Name => name;

    public IList<TablePartition> Partitions => _partitions.Values;

    public Entity? Find(string partitionKey, string rowKey) => _partitions.GetValueOrDefault(partitionKey)?.Find(rowKey);

    public void Put(Entity entity)
    {
        if (!_partitions.TryGetValue(entity.PartitionKey, out var partition))
        {
            partition = new TablePartition(entity.PartitionKey);
            _partitions.Add(entity.PartitionKey, partition);
        }

        partition.Put(entity);
    }

    public void Remove(string partitionKey, string rowKey)
    {
        var partition = _partitions[partitionKey];
        partition.Remove(rowKey);
        if (partition.Count == 0)
        {
            _partitions.Remove(partitionKey);
        }
    }

    /// <summary>The index of the first partition whose key is not below this one.</summary>
    public int FirstFrom(string partitionKey)
    {
        var keys = _partitions.Keys;
        var low = 0;
        var high = keys.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(keys[middle], partitionKey) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
