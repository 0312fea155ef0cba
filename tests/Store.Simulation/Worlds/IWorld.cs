using CloudOrchestrator.Store.Simulation.Histories;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>What clients and watchers need: simulated, or on real threads in real time.</summary>
internal interface IWorld
{
    TimeProvider Time { get; }

    History History { get; }

    /// <summary>The collection, as some instance serves it.</summary>
    IDocumentCollection AnyDocuments(Random random);
}
