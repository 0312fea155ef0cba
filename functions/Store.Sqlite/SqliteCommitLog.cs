using System.Collections.Concurrent;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>The commit log in one SQLite file: write-ahead log, a sync for every commit, one writer.</summary>
/// <remarks>A row's id is the collection's number times 2^44 plus its first revision, so that each collection's rows lie together in order.
/// There are no head rows: the last row is the head, and is never deleted.</remarks>
internal sealed partial class SqliteCommitLog : ICommitLog, IDisposable
{
    private const int RevisionBits = 44;

    private readonly FileStream _hold;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteConnection _checkpointing;
    private readonly TimeProvider _time;
    private readonly Lock _readingLock = new();
    private readonly SingleWriter _writer;
    private readonly Checkpoints _checkpoints;
    private readonly SqliteCommand _insert;
    private readonly ConcurrentDictionary<string, LogHead> _heads = new();
    private readonly ConcurrentDictionary<string, long> _numbers = new();

    private SqliteCommitLog(FileStream hold, SqliteConnection writing, SqliteConnection reading, SqliteConnection checkpointing, SqliteOptions options)
    {
        _hold = hold;
        _writing = writing;
        _reading = reading;
        _checkpointing = checkpointing;
        _time = options.Time;
        _insert = writing.CreateCommand();
        _insert.CommandText = "INSERT INTO commits(id, last, commit_id, time, digest, format, payload) VALUES($id, $last, $commit, $time, $digest, $format, $payload)";
        foreach (var name in new[] { "$id", "$last", "$commit", "$time", "$digest", "$format", "$payload" })
        {
            _insert.Parameters.Add(new SqliteParameter(name, null));
        }

        _checkpoints = new Checkpoints(checkpointing);
        _writer = new SingleWriter(writing, options.OnSyncFailed, _checkpoints.Committed, ForgetUncommitted);
    }

    public bool IsSoleWriter => true;

    /// <summary>One document fits, whatever else the engine puts into a commit.</summary>
    public int PayloadBytesMax => 2 * CommitBytes.DocumentMax;

    /// <summary>Opens the store's file and holds it.</summary>
    /// <exception cref="StoreException">It cannot be opened; the message names the file.</exception>
    public static SqliteCommitLog Open(SqliteOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        var hold = FileHold.Take(path);
        try
        {
            var writing = Connect(path, options);
            writing.Execute("PRAGMA journal_mode=WAL");
            writing.Execute("PRAGMA synchronous=FULL");
            writing.Execute("PRAGMA wal_autocheckpoint=0");
            SqliteSchema.Prepare(writing);
            return new SqliteCommitLog(hold, writing, Connect(path, options), Connect(path, options), options);
        }
        catch (SqliteException fault)
        {
            hold.Dispose();
            throw new StoreException(SqliteFault.Words(path, fault, "opened"), fault);
        }
        catch (StoreException)
        {
            hold.Dispose();
            throw;
        }
    }

    public ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken) =>
        _writer.RunAsync(new WriteWork<AppendOutcome>(() => Append(collection, expected, row))
        {
            OnRejected = reason => new AppendOutcome.Rejected(reason),
            OnUnknown = reason => new AppendOutcome.Unknown(reason),
        });

    public ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken) =>
        Read(() =>
        {
            var number = NumberOrNone(_reading, collection);
            var rows = _reading.Rows(
                reader => ReadRow(reader, number),
                "SELECT id, last, commit_id, time, digest, format, payload FROM commits WHERE id > $after AND id < $end ORDER BY id",
                ("$after", RowId(number, afterRevision)), ("$end", RowId(number + 1, 0)));
            return new LogTail(rows, LastHead(_reading, number, rows.Count > 0 ? rows[^1].Head : null));
        });

    public ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken) =>
        _writer.RunAsync(new WriteWork<bool>(() =>
        {
            var head = Head(collection);
            if (head.Revision != expected.Revision || head.Commit != expected.Commit)
            {
                return false;
            }

            _writing.Execute("UPDATE collections SET sealed = 1 WHERE number = $number", ("$number", Number(collection)));
            _heads[collection] = head with { Sealed = true };
            return true;
        }));

    public async ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() =>
        {
            var number = Number(collection);
            _writing.Execute(
                "DELETE FROM commits WHERE id > $first AND id < $end AND last <= $through AND time < $before AND id < (SELECT max(id) FROM commits WHERE id < $end)",
                ("$first", RowId(number, 0)), ("$end", RowId(number + 1, 0)), ("$through", throughRevision), ("$before", beforeTime));
        })).ConfigureAwait(false);

    public async ValueTask RegisterAsync(string collection, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() => Number(collection))).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(() => _reading.Rows(reader => reader.GetString(0), "SELECT name FROM collections ORDER BY number"));

    public void Dispose()
    {
        _writer.Dispose();
        _checkpoints.Dispose();
        _insert.Dispose();
        lock (_readingLock)
        {
            _reading.Dispose();
        }

        _checkpointing.Dispose();
        _writing.Dispose();
        _hold.Dispose();
    }

    /// <exception cref="StoreException">The file cannot be read.</exception>
    private ValueTask<T> Read<T>(Func<T> read)
    {
        lock (_readingLock)
        {
            try
            {
                return ValueTask.FromResult(read());
            }
            catch (SqliteException fault)
            {
                throw new StoreException(SqliteFault.Words(_reading.DataSource, fault, "read"), fault);
            }
        }
    }

    private static long RowId(long number, long revision) => (number << RevisionBits) + revision;

    private static WriteWork<bool> Work(Action run) => new(() =>
    {
        run();
        return true;
    });

    private AppendOutcome Append(string collection, LogHead expected, CommitRow row)
    {
        var head = Head(collection);
        if (head.Sealed || head.Revision != expected.Revision || head.Commit != expected.Commit)
        {
            return new AppendOutcome.HeadMoved();
        }

        if (row.Payload.Length > PayloadBytesMax)
        {
            return new AppendOutcome.Rejected($"The commit takes {row.Payload.Length} bytes; a row holds {PayloadBytesMax}.");
        }

        Insert(Number(collection), row);
        _heads[collection] = row.Head;
        return new AppendOutcome.Appended();
    }

    private void Insert(long number, CommitRow row)
    {
        _insert.Parameters[0].Value = RowId(number, row.FirstRevision);
        _insert.Parameters[1].Value = row.LastRevision;
        _insert.Parameters[2].Value = row.Commit.ToByteArray();
        _insert.Parameters[3].Value = row.Time;
        _insert.Parameters[4].Value = (long)row.Digest;
        _insert.Parameters[5].Value = row.Format;
        _insert.Parameters[6].Value = Bytes(row.Payload);
        _insert.ExecuteNonQuery();
        _insert.Parameters[6].Value = null;
    }

    /// <summary>After a rollback the heads and numbers at hand may be of rows that are not there.</summary>
    private void ForgetUncommitted()
    {
        _heads.Clear();
        _numbers.Clear();
    }

    private LogHead Head(string collection) =>
        _heads.TryGetValue(collection, out var head) ? head : _heads[collection] = LastHead(_writing, NumberOrNone(_writing, collection), null);

    private long Number(string collection)
    {
        if (_numbers.TryGetValue(collection, out var number))
        {
            return number;
        }

        _writing.Execute("INSERT OR IGNORE INTO collections(name) VALUES($name)", ("$name", collection));
        return _numbers[collection] = NumberOrNone(_writing, collection);
    }

    /// <summary>The collection's number; 0, which none has, for a collection never written.</summary>
    private static long NumberOrNone(SqliteConnection connection, string collection) =>
        connection.Scalar("SELECT number FROM collections WHERE name = $name", ("$name", collection)) is long number ? number : 0;

    /// <summary>The head, from the last row if it is known already.</summary>
    private static LogHead LastHead(SqliteConnection connection, long number, LogHead? last)
    {
        var head = last ?? connection.Rows(
            reader => new LogHead(reader.GetInt64(0), new Guid((byte[])reader[1]), (ulong)reader.GetInt64(2), reader.GetInt32(3)),
            "SELECT last, commit_id, digest, format FROM commits WHERE id > $first AND id < $end ORDER BY id DESC LIMIT 1",
            ("$first", RowId(number, 0)), ("$end", RowId(number + 1, 0))).FirstOrDefault(LogHead.None);
        return connection.Scalar("SELECT sealed FROM collections WHERE number = $number", ("$number", number)) is 1L ? head with { Sealed = true } : head;
    }

    private static CommitRow ReadRow(SqliteDataReader reader, long number) => new(
        reader.GetInt64(0) - RowId(number, 0),
        reader.GetInt64(1),
        new Guid((byte[])reader[2]),
        reader.GetInt64(3),
        (ulong)reader.GetInt64(4),
        reader.GetInt32(5),
        (byte[])reader[6]);

    /// <summary>The bytes as an array, without a copy where they are one.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();

    private static SqliteConnection Connect(string path, SqliteOptions options)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)options.LockedTimeout.TotalSeconds,
        };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return connection;
    }
}
