using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>The one thread that writes. Whatever waits, of all collections, shares one transaction and so one sync.</summary>
internal sealed class WriterThread : IDisposable
{
    /// <summary>Most requests of one transaction.</summary>
    private const int RequestsMax = 256;

    private const int SqliteFull = 13;

    private readonly BlockingCollection<WriteRequest> _requests = [];
    private readonly SqliteConnection _connection;
    private readonly Action<string> _onSyncFailed;
    private readonly Action _committed;
    private readonly Action _rolledBack;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly Thread _thread;

    public WriterThread(SqliteConnection connection, Action<string> onSyncFailed, Action committed, Action rolledBack)
    {
        _connection = connection;
        _onSyncFailed = onSyncFailed;
        _committed = committed;
        _rolledBack = rolledBack;
        _begin = connection.CreateCommand();
        _begin.CommandText = "BEGIN IMMEDIATE";
        _commit = connection.CreateCommand();
        _commit.CommandText = "COMMIT";
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    public ValueTask<AppendOutcome> RunAsync(Func<AppendOutcome> run)
    {
        var request = new WriteRequest(run, new TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        _requests.Add(request);
        return new ValueTask<AppendOutcome>(request.Done.Task);
    }

    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
        _begin.Dispose();
        _commit.Dispose();
    }

    private void Run()
    {
        foreach (var first in _requests.GetConsumingEnumerable())
        {
            var requests = new List<WriteRequest> { first };
            while (requests.Count < RequestsMax && _requests.TryTake(out var next))
            {
                requests.Add(next);
            }

            Commit(requests);
        }
    }

    private void Commit(List<WriteRequest> requests)
    {
        try
        {
            var outcomes = new AppendOutcome[requests.Count];
            _begin.ExecuteNonQuery();
            for (var index = 0; index < outcomes.Length; index++)
            {
                outcomes[index] = requests[index].Run();
            }

            _commit.ExecuteNonQuery();
            _committed();
            for (var index = 0; index < outcomes.Length; index++)
            {
                requests[index].Done.SetResult(outcomes[index]);
            }
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == SqliteFull)
        {
            RollBack();
            Answer(requests, new AppendOutcome.Rejected("The disk is full."));
        }
        catch (Exception fault)
        {
            _onSyncFailed($"The store could not be written, so what was committed is not certain to be on disk: {fault.Message}");
            Answer(requests, new AppendOutcome.Unknown(fault.Message));
        }
    }

    /// <summary>SQLite may have rolled back already; then there is nothing left to undo.</summary>
    private void RollBack()
    {
        _rolledBack();
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
        }
    }

    private static void Answer(List<WriteRequest> requests, AppendOutcome outcome) =>
        requests.ForEach(request => request.Done.TrySetResult(outcome));
}
