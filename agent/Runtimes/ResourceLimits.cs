namespace CloudOrchestrator.Runtimes;

/// <summary>What of the machine a container may use; 0 means no limit.</summary>
/// <param name="CpuShares">Weight when the processors are contended; 1024 is one processor's worth.</param>
/// <param name="CpuQuotaMicroseconds">Processor time per period of 100 ms.</param>
/// <param name="MemoryBytes">Most memory, swap included.</param>
/// <param name="OutOfMemoryScore">How soon the kernel picks it when memory runs out, -1000 to 1000.</param>
public sealed record ResourceLimits(long CpuShares, long CpuQuotaMicroseconds, long MemoryBytes, int OutOfMemoryScore);
