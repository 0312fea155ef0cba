using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>Rows as an engine would append them.</summary>
internal static class SampleRows
{
    public static CommitRow Next(LogHead head, int changes = 1, long time = 1, int payloadBytes = 10)
    {
        var payload = new byte[payloadBytes];
        Random.Shared.NextBytes(payload);
        return new CommitRow(head.Revision + 1, head.Revision + changes, Guid.NewGuid(), time, (ulong)Random.Shared.NextInt64(), 1, payload);
    }

    /// <summary>Puts rows there in transactions of a hundred, past the log: many, quickly.</summary>
    public static async Task<LogHead> FillAsync(StorageAccount account, string collection, int count, int changes = 1, int payloadBytes = 10)
    {
        var partition = PartitionKey.Of(collection);
        var row = Next(LogHead.None, changes, payloadBytes: payloadBytes);
        var batch = new List<TableTransactionAction>();
        for (var index = 0; index < count; index++)
        {
            batch.Add(new TableTransactionAction(TableTransactionActionType.Add, CommitEntity.Write(partition, row)));
            if (index == count - 1)
            {
                batch.Add(new TableTransactionAction(TableTransactionActionType.Add, HeadEntity.Write(partition, row.Head)));
            }

            if (batch.Count >= 99 || index == count - 1)
            {
                await account.TableOnce.SubmitTransactionAsync(batch, TestContext.Current.CancellationToken);
                batch.Clear();
            }

            row = index == count - 1 ? row : Next(row.Head, changes, payloadBytes: payloadBytes);
        }

        return row.Head;
    }

    /// <summary>Appends as many rows of one change and answers them.</summary>
    public static async Task<List<CommitRow>> AppendAsync(ICommitLog log, string collection, LogHead head, int count)
    {
        var rows = new List<CommitRow>();
        for (var index = 0; index < count; index++)
        {
            var row = Next(head);
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(collection, head, row, TestContext.Current.CancellationToken));
            rows.Add(row);
            head = row.Head;
        }

        return rows;
    }
}
