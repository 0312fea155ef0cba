using System.Diagnostics;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>What the disk takes for one durable write: no commit is quicker.</summary>
internal static class DiskFloor
{
    private const int SyncBytes = 8 * 1024;
    private const int Times = 200;

    public static double SyncMilliseconds(string folder)
    {
        var path = Path.Combine(folder, "sync");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        var block = new byte[SyncBytes];
        var clock = Stopwatch.StartNew();
        for (var count = 0; count < Times; count++)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }

        return clock.Elapsed.TotalMilliseconds / Times;
    }
}
