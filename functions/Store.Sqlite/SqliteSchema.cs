using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>The tables of the store's file.</summary>
internal static class SqliteSchema
{
    /// <summary>What this version writes, kept in the file's user_version.</summary>
    private const long Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS collections(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS commits(
            id INTEGER PRIMARY KEY, last INTEGER NOT NULL, commit_id BLOB NOT NULL, time INTEGER NOT NULL,
            digest INTEGER NOT NULL, format INTEGER NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS snapshots(
            collection INTEGER NOT NULL, revision INTEGER NOT NULL, time INTEGER NOT NULL, digest INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY(collection, revision));
        """;

    /// <summary>Version 1 seals heads, lists snapshots with their hashes, and keeps spilled documents and marks.</summary>
    private const string ToVersion1 = """
        ALTER TABLE collections ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE collections ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE collections ADD COLUMN dirty_tag TEXT;
        ALTER TABLE collections ADD COLUMN dirty_at INTEGER;
        ALTER TABLE snapshots ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
        CREATE TABLE blobs(collection INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY(collection, name));
        PRAGMA user_version=1;
        """;

    /// <summary>Makes the tables, or brings an older file up to this version, whole or not at all.</summary>
    /// <exception cref="StoreException">A newer version wrote the file.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        var version = (long)connection.Scalar("PRAGMA user_version")!;
        if (version > Version)
        {
            throw new StoreException($"{connection.DataSource}: the store's file is of version {version}; this program knows up to {Version}.");
        }

        if (version < Version)
        {
            connection.Execute($"BEGIN IMMEDIATE; {Tables} {ToVersion1} COMMIT;");
        }
    }
}
