using System.Globalization;
using System.Security.Cryptography;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <content>Snapshots and spilled documents. A snapshot's payload has no name of its own: it lies in the row that lists it.</content>
internal sealed partial class SqliteCommitLog
{
    private const int SnapshotsKept = 3;

    public ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<SnapshotEntry>>(() => _reading.Rows(
            reader => new SnapshotEntry(
                reader.GetInt64(0), reader.GetInt64(1), (ulong)reader.GetInt64(2), reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetString(3), reader.GetInt64(4)),
            "SELECT revision, time, digest, sha256, length(payload) FROM snapshots WHERE collection = $collection ORDER BY revision DESC",
            ("$collection", NumberOrNone(_reading, collection))));

    public ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken) =>
        Read<ReadOnlyMemory<byte>?>(() =>
        {
            var payload = SnapshotPayload(_reading, NumberOrNone(_reading, collection), entry.Revision);

            // The first version of the file wrote no hashes; the digest of what it holds is compared all the same.
            return payload is not null && (entry.Sha256.Length == 0 || Hash(payload) == entry.Sha256) ? payload : (ReadOnlyMemory<byte>?)null;
        });

    public async ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        var payload = Bytes(snapshot.Payload);
        var hash = Hash(payload);
        await _writer.RunAsync(Work(() =>
        {
            var number = Number(collection);
            _writing.Execute(
                "INSERT OR REPLACE INTO snapshots(collection, revision, time, digest, sha256, payload) VALUES($collection, $revision, $time, $digest, $sha256, $payload)",
                ("$collection", number), ("$revision", snapshot.Revision), ("$time", snapshot.Time), ("$digest", (long)snapshot.Digest), ("$sha256", hash), ("$payload", payload));
            _writing.Execute(
                "DELETE FROM snapshots WHERE collection = $collection AND revision NOT IN (SELECT revision FROM snapshots WHERE collection = $collection ORDER BY revision DESC LIMIT $kept)",
                ("$collection", number), ("$kept", SnapshotsKept));
        })).ConfigureAwait(false);
    }

    public async ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() => _writing.Execute(
            "INSERT OR REPLACE INTO blobs(collection, name, content) VALUES($collection, $name, $content)",
            ("$collection", Number(collection)), ("$name", name), ("$content", Bytes(content))))).ConfigureAwait(false);

    public ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        Read<ReadOnlyMemory<byte>?>(() =>
        {
            var content = (byte[]?)_reading.Scalar(
                "SELECT content FROM blobs WHERE collection = $collection AND name = $name", ("$collection", NumberOrNone(_reading, collection)), ("$name", name));
            return content is null ? null : (ReadOnlyMemory<byte>?)content;
        });

    public ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(() => _reading.Rows(
            reader => reader.GetString(0), "SELECT name FROM blobs WHERE collection = $collection ORDER BY name", ("$collection", NumberOrNone(_reading, collection))));

    public async ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        await _writer.RunAsync(Work(() => _writing.Execute(
            "DELETE FROM blobs WHERE collection = $collection AND name = $name", ("$collection", Number(collection)), ("$name", name)))).ConfigureAwait(false);

    private static byte[]? SnapshotPayload(SqliteConnection connection, long number, long revision) =>
        (byte[]?)connection.Scalar("SELECT payload FROM snapshots WHERE collection = $collection AND revision = $revision", ("$collection", number), ("$revision", revision));

    private static string Hash(byte[] payload) => Convert.ToHexString(SHA256.HashData(payload));
}
