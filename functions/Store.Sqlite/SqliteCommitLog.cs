using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>The commit log in one SQLite file: write-ahead log, a sync for every commit, one writer.</summary>
/// <remarks>A row's id is the collection's number times 2^44 plus its first revision, so that each collection's rows lie together in order.
/// There are no head rows: the last row is the head, and is never deleted.</remarks>
internal sealed class SqliteCommitLog : ICommitLog, IDisposable
{
    private const int RevisionBits = 44;
    private const int SnapshotsKept = 3;

    private readonly FileStream _hold;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteConnection _checkpointing;
    private readonly Lock _readingLock = new();
    private readonly WriterThread _writer;
    private readonly Checkpoints _checkpoints;
    private readonly SqliteCommand _insert;
    private readonly ConcurrentDictionary<string, LogHead> _heads = new();
    private readonly ConcurrentDictionary<string, long> _numbers = new();

    private SqliteCommitLog(FileStream hold, SqliteConnection writing, SqliteConnection reading, SqliteConnection checkpointing, Action<string> onSyncFailed)
    {
        _hold = hold;
        _writing = writing;
        _reading = reading;
        _checkpointing = checkpointing;
        _insert = writing.CreateCommand();
        _insert.CommandText = "INSERT INTO commits(id, last, commit_id, time, digest, format, payload) VALUES($id, $last, $commit, $time, $digest, $format, $payload)";
        foreach (var name in new[] { "$id", "$last", "$commit", "$time", "$digest", "$format", "$payload" })
        {
            _insert.Parameters.Add(new SqliteParameter(name, null));
        }

        _checkpoints = new Checkpoints(checkpointing);
        _writer = new WriterThread(writing, onSyncFailed, _checkpoints.Committed, ForgetUncommitted);
    }

    public bool IsSoleWriter => true;

    /// <summary>Opens the store's file and holds it.</summary>
    /// <exception cref="StoreException">It cannot be opened; the message names the file.</exception>
    public static SqliteCommitLog Open(SqliteOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        var hold = FileHold.Take(path);
        try
        {
            var writing = Connect(path);
            Execute(writing, "PRAGMA journal_mode=WAL");
            Execute(writing, "PRAGMA synchronous=FULL");
            Execute(writing, "PRAGMA wal_autocheckpoint=0");
            Execute(writing, Schema);
            return new SqliteCommitLog(hold, writing, Connect(path), Connect(path), options.OnSyncFailed);
        }
        catch (SqliteException fault)
        {
            hold.Dispose();
            throw new StoreException($"{path}: the store cannot be opened: {fault.Message}", fault);
        }
    }

    public ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        return _writer.RunAsync(() =>
        {
            if (Head(collection).Commit != expected.Commit)
            {
                return new AppendOutcome.HeadMoved();
            }

            Insert(Number(collection), row);
            _heads[collection] = row.Head;
            return new AppendOutcome.Appended();
        });
    }

    public ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken)
    {
        lock (_readingLock)
        {
            var rows = new List<CommitRow>();
            var number = NumberOrNone(_reading, collection);
            using var command = _reading.CreateCommand();
            command.CommandText = "SELECT id, last, commit_id, time, digest, format, payload FROM commits WHERE id > $after AND id <= $end ORDER BY id";
            command.Parameters.AddWithValue("$after", RowId(number, afterRevision));
            command.Parameters.AddWithValue("$end", RowId(number + 1, -1));
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(ReadRow(reader, number));
            }

            return ValueTask.FromResult(new LogTail(rows, rows.Count > 0 ? rows[^1].Head : LastHead(_reading, number), OldestRevision(number)));
        }
    }

    public ValueTask<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(string collection, CancellationToken cancellationToken)
    {
        lock (_readingLock)
        {
            var snapshots = new List<StoredSnapshot>();
            using var command = _reading.CreateCommand();
            command.CommandText = "SELECT revision, time, digest, payload FROM snapshots WHERE collection = $collection ORDER BY revision DESC";
            command.Parameters.AddWithValue("$collection", NumberOrNone(_reading, collection));
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                snapshots.Add(new StoredSnapshot(reader.GetInt64(0), reader.GetInt64(1), (ulong)reader.GetInt64(2), (byte[])reader[3]));
            }

            return ValueTask.FromResult<IReadOnlyList<StoredSnapshot>>(snapshots);
        }
    }

    public async ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        await _writer.RunAsync(() =>
        {
            var number = Number(collection);
            Execute(
                _writing,
                "INSERT OR REPLACE INTO snapshots(collection, revision, time, digest, payload) VALUES($collection, $revision, $time, $digest, $payload)",
                ("$collection", number), ("$revision", snapshot.Revision), ("$time", snapshot.Time), ("$digest", (long)snapshot.Digest), ("$payload", snapshot.Payload.ToArray()));
            Execute(
                _writing,
                "DELETE FROM snapshots WHERE collection = $collection AND revision NOT IN (SELECT revision FROM snapshots WHERE collection = $collection ORDER BY revision DESC LIMIT $kept)",
                ("$collection", number), ("$kept", SnapshotsKept));
            return new AppendOutcome.Appended();
        }).ConfigureAwait(false);
    }

    public async ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken)
    {
        await _writer.RunAsync(() =>
        {
            var number = Number(collection);
            Execute(
                _writing,
                "DELETE FROM commits WHERE id > $first AND id <= $end AND last <= $through AND time < $before AND id < (SELECT max(id) FROM commits WHERE id <= $end)",
                ("$first", RowId(number, 0)), ("$end", RowId(number + 1, -1)), ("$through", throughRevision), ("$before", beforeTime));
            return new AppendOutcome.Appended();
        }).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _checkpoints.Dispose();
        _insert.Dispose();
        _reading.Dispose();
        _checkpointing.Dispose();
        _writing.Dispose();
        _hold.Dispose();
    }

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS collections(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS commits(
            id INTEGER PRIMARY KEY, last INTEGER NOT NULL, commit_id BLOB NOT NULL, time INTEGER NOT NULL,
            digest INTEGER NOT NULL, format INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS snapshots(
            collection INTEGER NOT NULL, revision INTEGER NOT NULL, time INTEGER NOT NULL, digest INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY(collection, revision));
        """;

    private static long RowId(long number, long revision) => (number << RevisionBits) + revision;

    private void Insert(long number, CommitRow row)
    {
        _insert.Parameters[0].Value = RowId(number, row.FirstRevision);
        _insert.Parameters[1].Value = row.LastRevision;
        _insert.Parameters[2].Value = row.Commit.ToByteArray();
        _insert.Parameters[3].Value = row.Time;
        _insert.Parameters[4].Value = (long)row.Digest;
        _insert.Parameters[5].Value = row.Format;
        _insert.Parameters[6].Value = row.Payload.ToArray();
        _insert.ExecuteNonQuery();
    }

    /// <summary>After a rollback the heads and numbers at hand may be of rows that are not there.</summary>
    private void ForgetUncommitted()
    {
        _heads.Clear();
        _numbers.Clear();
    }

    private LogHead Head(string collection) => _heads.GetOrAdd(collection, name => LastHead(_writing, NumberOrNone(_writing, name)));

    private long Number(string collection) => _numbers.GetOrAdd(collection, name =>
    {
        Execute(_writing, "INSERT OR IGNORE INTO collections(name) VALUES($name)", ("$name", name));
        return NumberOrNone(_writing, name);
    });

    /// <summary>The collection's number; 0, which none has, for a collection never written.</summary>
    private static long NumberOrNone(SqliteConnection connection, string collection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM collections WHERE name = $name";
        command.Parameters.AddWithValue("$name", collection);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static LogHead LastHead(SqliteConnection connection, long number)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT last, commit_id, digest FROM commits WHERE id > $first AND id <= $end ORDER BY id DESC LIMIT 1";
        command.Parameters.AddWithValue("$first", RowId(number, 0));
        command.Parameters.AddWithValue("$end", RowId(number + 1, -1));
        using var reader = command.ExecuteReader();
        return reader.Read() ? new LogHead(reader.GetInt64(0), new Guid((byte[])reader[1]), (ulong)reader.GetInt64(2)) : LogHead.None;
    }

    private long OldestRevision(long number)
    {
        using var command = _reading.CreateCommand();
        command.CommandText = "SELECT min(id) FROM commits WHERE id > $first AND id <= $end";
        command.Parameters.AddWithValue("$first", RowId(number, 0));
        command.Parameters.AddWithValue("$end", RowId(number + 1, -1));
        return command.ExecuteScalar() is long id ? id - RowId(number, 0) : 0;
    }

    private static CommitRow ReadRow(SqliteDataReader reader, long number) => new(
        reader.GetInt64(0) - RowId(number, 0),
        reader.GetInt64(1),
        new Guid((byte[])reader[2]),
        reader.GetInt64(3),
        (ulong)reader.GetInt64(4),
        reader.GetInt32(5),
        (byte[])reader[6]);

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
