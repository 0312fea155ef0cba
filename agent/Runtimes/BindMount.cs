namespace CloudOrchestrator.Runtimes;

/// <summary>A file or folder of the machine that a container sees.</summary>
/// <param name="HostPath">Where it is on the machine.</param>
/// <param name="ContainerPath">Where the container sees it.</param>
/// <param name="ReadOnly">The container may not write it.</param>
/// <param name="Propagation">What happens to mounts below it.</param>
public sealed record BindMount(string HostPath, string ContainerPath, bool ReadOnly, MountPropagation Propagation = MountPropagation.Private);
