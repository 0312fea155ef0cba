using CloudOrchestrator.Agent.Commands;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>Keeps a second agent off the data folder.</summary>
internal sealed class DataFolderHold : IDisposable
{
    private readonly FileStream _file;

    private DataFolderHold(FileStream file) => _file = file;

    /// <exception cref="StartException">The folder cannot be made, or another agent holds it.</exception>
    public static DataFolderHold Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--data {folder}: the folder cannot be made: {fault.Message}");
        }

        try
        {
            // FileShare.None is an advisory lock on Linux: it ends with the process, however that ends.
            return new DataFolderHold(new FileStream(Path.Combine(folder, "agent.pid"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartException($"--data {folder}: the folder cannot be written: {fault.Message}");
        }
        catch (IOException)
        {
            throw new StartException($"--data {folder}: another agent holds this folder; stop it first, or name another folder.");
        }
    }

    public void Dispose() => _file.Dispose();
}
