namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Whether the reactors of the cluster do their work, as far as this process can know.</summary>
public interface IReactorHealth
{
    /// <summary>What keeps the reactors of a group from their work now; null for nothing.</summary>
    ValueTask<string?> FaultAsync(ReactorGroup group, CancellationToken cancellationToken);
}
