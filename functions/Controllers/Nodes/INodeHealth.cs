using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Judges the nodes of a cluster whose nodes hold no watch and renew no Lease.</summary>
public interface INodeHealth
{
    /// <summary>Judges all nodes. To be called once a minute somewhere in the cluster.</summary>
    /// <returns>Who has to be reconciled for what it found; empty where all is as it should be.</returns>
    Task<IReadOnlyCollection<Wake>> JudgeAsync(CancellationToken cancellationToken);
}
