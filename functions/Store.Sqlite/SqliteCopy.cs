using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Copies a store's file while another process serves it.</summary>
public static class SqliteCopy
{
    /// <summary>Writes the store as it is at one moment to a new file.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="copy">The copy; it must not be there.</param>
    /// <exception cref="StoreException">The file cannot be read, or the copy not written; the message names the file.</exception>
    public static void Make(string path, string copy)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            connection.Execute("VACUUM INTO $copy", ("$copy", copy));
        }
        catch (SqliteException fault)
        {
            throw new StoreException(SqliteFault.Words(path, fault, "copied"), fault);
        }
    }
}
