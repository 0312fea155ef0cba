namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The folder that holds all state of a single-machine cluster, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The name of the store's file.</summary>
    public const string StoreFile = "store.db";

    /// <summary>What the system answers where another process has the lock (EWOULDBLOCK).</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _hold;

    private DataFolder(string path, FileStream hold)
    {
        Path = path;
        _hold = hold;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where certificates, keys and tokens are.</summary>
    public string Pki => System.IO.Path.Combine(Path, "pki");

    /// <summary>The store's file.</summary>
    public string Store => System.IO.Path.Combine(Path, StoreFile);

    /// <summary>The node agent's kubeconfig.</summary>
    public string AgentKubeconfig => System.IO.Path.Combine(Path, "agent.kubeconfig");

    /// <summary>Makes the folder if need be and holds it until disposal or the process's end.</summary>
    /// <exception cref="StartException">It cannot be made, or another process holds it.</exception>
    public static DataFolder Hold(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--data {path}: the folder cannot be made: {fault.Message}");
        }

        var holdFile = System.IO.Path.Combine(folder, "control-plane.pid");
        try
        {
            // FileShare.None is an advisory lock on Linux (flock): it ends with the process, however that ends.
            var hold = new FileStream(holdFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Over what is there, whose room on the disk is taken already.
            hold.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            hold.Flush();
            hold.SetLength(hold.Position);
            return new DataFolder(folder, hold);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartException($"--data {path}: the folder cannot be written: {fault.Message}");
        }
        catch (IOException fault)
        {
            throw new StartException(fault.HResult == WouldBlock
                ? $"--data {path}: another control plane holds this folder; stop it first, or name another folder."
                : $"--data {path}: the folder cannot be written: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hold.Dispose();
}
