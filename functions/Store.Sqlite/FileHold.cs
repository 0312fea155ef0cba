namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Holds the store's file for one process, by an advisory lock on a file beside it that ends with the process.</summary>
internal static class FileHold
{
    /// <summary>What the system answers where another process has the lock (EWOULDBLOCK).</summary>
    private const int WouldBlock = 11;

    /// <exception cref="StoreException">Another process holds the file, or the folder cannot be written.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreException($"{path}: the store cannot be written: {fault.Message}", fault);
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new StoreException($"{path}: there is no such folder.", fault);
        }
        catch (IOException fault)
        {
            throw new StoreException(fault.HResult == WouldBlock ? $"{path}: another process holds this store." : $"{path}: the store could not be opened: {fault.Message}", fault);
        }
    }
}
