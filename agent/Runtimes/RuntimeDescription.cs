namespace CloudOrchestrator.Runtimes;

/// <summary>What the engine is and runs on.</summary>
/// <param name="Name">The engine, such as <c>docker</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Processors">Processors it can use.</param>
/// <param name="MemoryBytes">The machine's memory.</param>
/// <param name="OperatingSystem">The machine's system, as its maker names it.</param>
/// <param name="KernelVersion">The kernel.</param>
/// <param name="Architecture">The processor's kind, in Go's words: <c>amd64</c>, <c>arm64</c>.</param>
/// <param name="StoragePath">Where the engine keeps images and containers.</param>
public sealed record RuntimeDescription(
    string Name,
    string Version,
    int Processors,
    long MemoryBytes,
    string OperatingSystem,
    string KernelVersion,
    string Architecture,
    string StoragePath);
