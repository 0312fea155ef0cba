using System.Runtime.InteropServices;

namespace CloudOrchestrator.Host.Processes;

/// <summary>Ties this process's life to the one that started it.</summary>
internal static partial class ParentProcess
{
    private const int SetParentDeathSignal = 1;
    private const int SignalTerminate = 15;

    /// <summary>Has the kernel send SIGTERM when the parent ends, however it ends.</summary>
    /// <remarks>Source: prctl(2), PR_SET_PDEATHSIG.</remarks>
    public static void EndWithIt() => _ = Prctl(SetParentDeathSignal, SignalTerminate, 0, 0, 0);

    /// <summary>The process that started this one; another once that is gone.</summary>
    public static int Id() => GetParent();

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nint value, nint unused3, nint unused4, nint unused5);
}
