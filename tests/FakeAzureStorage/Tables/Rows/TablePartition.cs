namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>The entities of one partition, in the order of their row keys.</summary>
internal sealed class TablePartition(string key)
{
    private readonly List<Entity> _rows = [];

    public string Key => key;

    public int Count => _rows.Count;

    public Entity this[int index] => _rows[index];

    public Entity? Find(string rowKey)
    {
        var index = IndexOf(rowKey);
        return index >= 0 ? _rows[index] : null;
    }

    public void Put(Entity entity)
    {
        var index = IndexOf(entity.RowKey);
        if (index >= 0)
        {
            _rows[index] = entity;
        }
        else
        {
            _rows.Insert(~index, entity);
        }
    }

    public void Remove(string rowKey)
    {
        var index = IndexOf(rowKey);
        if (index >= 0)
        {
            _rows.RemoveAt(index);
        }
    }

    /// <summary>The index of the first row whose key is not below this one.</summary>
    public int FirstFrom(string rowKey)
    {
        var index = IndexOf(rowKey);
        return index >= 0 ? index : ~index;
    }

    private int IndexOf(string rowKey)
    {
        var low = 0;
        var high = _rows.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_rows[middle].RowKey, rowKey);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
