using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>The one thread that writes. Whatever waits, of all collections, shares one transaction and so one sync.</summary>
internal sealed class WriterThread : IDisposable
{
    /// <summary>Most requests of one transaction.</summary>
    private const int RequestsMax = 256;

    private readonly BlockingCollection<WriteRequest> _requests = [];
    private readonly List<WriteRequest> _batch = new(RequestsMax);
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

    /// <summary>Hands work over. Its answer comes once it is durable.</summary>
    public ValueTask<T> RunAsync<T>(WriteWork<T> work)
    {
        try
        {
            _requests.Add(work);
        }
        catch (InvalidOperationException)
        {
            // Nothing is taken any more: the store is being closed.
            work.Reject("The store has been closed.");
        }

        return new ValueTask<T>(work.Done);
    }

    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _begin.Dispose();
        _commit.Dispose();
    }

    private void Run()
    {
        foreach (var first in _requests.GetConsumingEnumerable())
        {
            _batch.Add(first);
            while (_batch.Count < RequestsMax && _requests.TryTake(out var next))
            {
                _batch.Add(next);
            }

            Commit();
            _batch.Clear();
        }
    }

    private void Commit()
    {
        try
        {
            _begin.ExecuteNonQuery();
            _batch.ForEach(request => request.Run());
            _commit.ExecuteNonQuery();
            _batch.ForEach(request => request.Succeed());
            _committed();
        }
        catch (SqliteException fault) when (SqliteFault.IsRejection(fault))
        {
            RollBack();
            _batch.ForEach(request => request.Reject(SqliteFault.Words(_connection.DataSource, fault)));
        }
        catch (Exception fault)
        {
            RollBack();
            _onSyncFailed($"{_connection.DataSource}: the store could not be written, so what was committed is not certain to be on disk: {fault.Message}");
            _batch.ForEach(request => request.Fail(fault.Message));
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
}
