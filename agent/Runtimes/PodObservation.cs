namespace CloudOrchestrator.Runtimes;

/// <summary>All that the engine has of one pod.</summary>
/// <param name="Sandboxes">By attempt, oldest first.</param>
/// <param name="Containers">By name and attempt, oldest first.</param>
public sealed record PodObservation(IReadOnlyList<SandboxState> Sandboxes, IReadOnlyList<ContainerState> Containers)
{
    /// <summary>The engine has nothing.</summary>
    public static PodObservation Empty { get; } = new([], []);

    /// <summary>True if the engine has nothing.</summary>
    public bool IsEmpty => Sandboxes.Count == 0 && Containers.Count == 0;

    /// <summary>The sandbox that containers can join, if one stands.</summary>
    public SandboxState? Sandbox => Sandboxes.LastOrDefault(sandbox => sandbox.Running);

    /// <summary>The newest container of a name.</summary>
    /// <param name="name">The container's name in the pod.</param>
    public ContainerState? Latest(string name) => Containers.LastOrDefault(container => container.Name == name);
}
