namespace CloudOrchestrator.Runtimes;

/// <summary>A sandbox as the engine has it.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Attempt">How many sandboxes the pod had before this one.</param>
/// <param name="Running">It stands, so that containers can join it.</param>
/// <param name="Addresses">Its addresses; empty on the machine's own network.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record SandboxState(string Id, PodIdentity Pod, int Attempt, bool Running, IReadOnlyList<string> Addresses, DateTimeOffset CreatedAt);
