using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Judges the nodes of a cluster whose nodes hold no watch and renew no Lease.</summary>
public interface INodeHealth
{
    /// <summary>Judges all nodes. To be called once a minute somewhere in the cluster.</summary>
    Task<NodeJudgement> JudgeAsync(CancellationToken cancellationToken);
}

/// <summary>What a judgement of all nodes came to.</summary>
/// <param name="Due">Who has to be reconciled for what it found; empty where all is as it should be.</param>
/// <param name="Failures">Why Leases could not be renewed; empty where all were.</param>
public sealed record NodeJudgement(IReadOnlyCollection<Wake> Due, IReadOnlyCollection<ReconcileFailure> Failures);
