using System.Diagnostics;
using Azure.Data.Tables;
using CloudOrchestrator.FunctionsApp.Counting;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Work;

/// <summary>What the account takes for requests like the store's, with nothing of ours in between but the proxy that counts.</summary>
internal sealed class StorageFloor
{
    private const string Partition = "floor";

    private readonly TableClient _table;
    private readonly BinaryData _payload = BinaryData.FromBytes(new byte[1500]);
    private int _rows;

    private StorageFloor(TableClient table) => _table = table;

    public static async Task<StorageFloor> CreateAsync(BenchmarkCloud cloud)
    {
        var table = new TableClient(cloud.ConnectionString(Sources.Baseline), "floor");
        await table.CreateIfNotExistsAsync();
        var floor = new StorageFloor(table);
        await floor.TransactionAsync();
        await floor.QueryAsync();
        return floor;
    }

    /// <summary>Milliseconds of a transaction of two rows, as a commit is one.</summary>
    public async Task<double> TransactionAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await _table.SubmitTransactionAsync(
        [
            new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(Partition, "h") { ["revision"] = (long)_rows }),
            new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(Partition, $"e{_rows++:D8}") { ["payload"] = _payload }),
        ]);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Milliseconds of a query that finds the head alone.</summary>
    public async Task<double> QueryAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await foreach (var row in _table.QueryAsync<TableEntity>($"PartitionKey eq '{Partition}' and RowKey ge 'f'"))
        {
            _ = row;
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
