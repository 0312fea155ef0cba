using System.Collections.Concurrent;
using System.Diagnostics;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>Starts processes that the kernel kills when this one ends, however it ends.</summary>
/// <remarks>
/// The kernel's signal comes when the <i>thread</i> that started the process ends. So all are started by one thread that never does.
/// Where <c>setpriv</c> (of util-linux) is missing, they are killed at an orderly end only.
/// </remarks>
internal static class ParentBound
{
    private static readonly string? SetPriv = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "setpriv")).FirstOrDefault(File.Exists);

    private static readonly BlockingCollection<Action> Starts = StartThread();

    private static readonly ConcurrentDictionary<Process, bool> Living = KillAtExit();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        if (SetPriv is not null)
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, "--");
            start.ArgumentList.Insert(0, "KILL");
            start.ArgumentList.Insert(0, "--pdeathsig");
            start.FileName = SetPriv;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                var process = Process.Start(start)!;
                Living[process] = true;
                started.SetResult(process);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public static void Forget(Process process) => Living.TryRemove(process, out _);

    private static BlockingCollection<Action> StartThread()
    {
        var starts = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "handler starts" };
        thread.Start();
        return starts;
    }

    private static ConcurrentDictionary<Process, bool> KillAtExit()
    {
        var living = new ConcurrentDictionary<Process, bool>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var process in living.Keys)
            {
                try
                {
                    process.Kill();
                }
                catch (InvalidOperationException)
                {
                    // It has ended by itself.
                }
            }
        };
        return living;
    }
}
