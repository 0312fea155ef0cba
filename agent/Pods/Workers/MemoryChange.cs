using CloudOrchestrator.Pods.Planning;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>What an action leaves to be remembered.</summary>
internal delegate PodMemory MemoryChange(PodMemory memory);
