namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Reactors that are woken together where an event carries the news: each group is one Azure function with a subscription of its own.</summary>
public enum ReactorGroup
{
    /// <summary>What gives pods their nodes.</summary>
    Scheduler,

    /// <summary>What keeps pods running: deployments, replica sets.</summary>
    Workloads,

    /// <summary>What keeps the cluster in order: namespaces, service accounts, garbage.</summary>
    Cluster,

    /// <summary>What looks after nodes and tells them their news.</summary>
    Nodes,
}
