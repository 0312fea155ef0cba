using Microsoft.Data.Sqlite;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>What SQLite's errors mean for the store.</summary>
internal static class SqliteFault
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>No space for the index of the write-ahead log.</summary>
    private const int IndexSize = 4874;

    /// <summary>Whether the transaction was certainly not written and the file is sound, so that a later one may pass.</summary>
    public static bool IsRejection(SqliteException fault) =>
        fault.SqliteErrorCode is Permission or Busy or Locked or NoMemory or ReadOnly or Full or CannotOpen;

    /// <summary>What is wrong and where.</summary>
    public static string Words(string path, SqliteException fault, string done = "written") => fault.SqliteErrorCode switch
    {
        Full => $"{path}: the disk is full.",
        _ when fault.SqliteExtendedErrorCode == IndexSize => $"{path}: the disk is full.",
        ReadOnly or Permission => $"{path}: the store's file or folder is read-only.",
        Busy or Locked => $"{path}: another program has locked the store's file.",
        _ => $"{path}: the store could not be {done}: {fault.Message}",
    };
}
