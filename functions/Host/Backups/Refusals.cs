using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Backups;

/// <summary>How a command that cannot do what it was told ends: one line that says why, and exit code 1.</summary>
internal static class Refusals
{
    public static async Task<int> SayAsync(string command, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            return 0;
        }
        catch (Exception fault) when (fault is StartException or StoreException)
        {
            await Console.Error.WriteLineAsync($"{command}: {fault.Message}").ConfigureAwait(false);
            return 1;
        }
    }
}
