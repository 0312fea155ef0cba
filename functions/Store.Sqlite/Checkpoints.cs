using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Moves the write-ahead log into the database file from a connection and a thread of its own, so that no commit waits for it.</summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Commits between two checkpoints.</summary>
    private const int CommitsPerCheckpoint = 1000;

    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _due = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _commits;

    public Checkpoints(SqliteConnection connection)
    {
        _connection = connection;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Counts a commit. Called by the one writer.</summary>
    public void Committed()
    {
        if (++_commits % CommitsPerCheckpoint == 0 && _due.CurrentCount == 0)
        {
            _due.Release();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _loop.Wait();
        _stop.Dispose();
        _due.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            try
            {
                _due.Wait(_stop.Token);
                using var command = _connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
                command.ExecuteNonQuery();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SqliteException)
            {
                // The log stays longer; the next checkpoint takes it along.
            }
        }
    }
}
