using CloudOrchestrator.Doorbells.Rows;

namespace CloudOrchestrator.Agent.Commands;

/// <summary>The file that holds the address of the node's row. Whoever reads it can ring and beat for the node, so what is in it is never said.</summary>
internal static class DoorbellFile
{
    /// <summary>Longest such file.</summary>
    /// <value>8 KiB; an address has some 400 characters.</value>
    private const int BytesMax = 8 * 1024;

    /// <exception cref="StartException">There is no such file, or it holds something else.</exception>
    public static RowAddress Read(string path, string nodeName)
    {
        try
        {
            var address = new FileInfo(path).Length <= BytesMax
                ? RowAddress.Parse(File.ReadAllText(path))
                : throw new FormatException("it does not hold one absolute address.");
            return address.Row == nodeName
                ? address
                : throw new FormatException($"its address is that of node {address.Row}'s row, and this is node {nodeName}.");
        }
        catch (FormatException fault)
        {
            throw new StartException($"--doorbell {path}: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--doorbell {path}: the file cannot be read: {fault.Message}");
        }
    }
}
