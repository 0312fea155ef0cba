using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Sees to it that one writes at a time, on a thread of the pool. Whatever waits, of all collections, shares one transaction and so one sync.</summary>
/// <remarks>Never on the caller's own: who starts a thousand writes at once would do each by itself.</remarks>
internal sealed class SingleWriter(SqliteConnection connection, Action<string> onSyncFailed, Action committed, Action rolledBack) : IDisposable
{
    /// <summary>Most requests of one transaction.</summary>
    private const int RequestsMax = 256;

    private readonly object _gate = new();
    private readonly List<WriteRequest> _waiting = [];
    private readonly List<WriteRequest> _batch = new(RequestsMax);
    private readonly SqliteCommand _begin = Command(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = Command(connection, "COMMIT");
    private bool _isWriting;
    private bool _isClosed;

    /// <summary>Hands work over. Its answer comes once it is durable.</summary>
    public ValueTask<T> RunAsync<T>(WriteWork<T> work)
    {
        if (IsToWrite(work))
        {
            WriteSoon();
        }

        return new ValueTask<T>(work.Done);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_isWriting)
            {
                Monitor.Wait(_gate);
            }
        }

        _begin.Dispose();
        _commit.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <summary>Adds to what waits, and answers whether nobody is writing it.</summary>
    private bool IsToWrite(WriteRequest request)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _waiting.Add(request);
                var isFirst = !_isWriting;
                _isWriting = true;
                return isFirst;
            }
        }

        request.Reject("The store has been closed.");
        return false;
    }

    private void Write()
    {
        lock (_gate)
        {
            var count = Math.Min(_waiting.Count, RequestsMax);
            _batch.AddRange(_waiting[..count]);
            _waiting.RemoveRange(0, count);
        }

        Commit();
        _batch.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isWriting = false;
                Monitor.PulseAll(_gate);
                return;
            }
        }

        WriteSoon();
    }

    private void WriteSoon() => ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.Write(), this, preferLocal: false);

    private void Commit()
    {
        try
        {
            _begin.ExecuteNonQuery();
            _batch.ForEach(request => request.Run());
            _commit.ExecuteNonQuery();
            _batch.ForEach(request => request.Succeed());
            committed();
        }
        catch (SqliteException fault) when (SqliteFault.IsRejection(fault))
        {
            RollBack();
            _batch.ForEach(request => request.Reject(SqliteFault.Words(connection.DataSource, fault)));
        }
        catch (Exception fault)
        {
            RollBack();
            onSyncFailed($"{connection.DataSource}: the store could not be written, so what was committed is not certain to be on disk: {fault.Message}");
            _batch.ForEach(request => request.Fail(fault.Message));
        }
    }

    /// <summary>SQLite may have rolled back already; then there is nothing left to undo.</summary>
    private void RollBack()
    {
        rolledBack();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
        }
    }
}
