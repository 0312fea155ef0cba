namespace CloudOrchestrator.Pods;

/// <summary>The node's pods, for those who look in from outside.</summary>
public interface INodePods
{
    /// <summary>A container of a pod.</summary>
    /// <param name="podNamespace">The pod's namespace.</param>
    /// <param name="podName">The pod's name.</param>
    /// <param name="containerName">The container's name.</param>
    /// <returns>Null if the node has no such pod.</returns>
    PodContainer? Find(string podNamespace, string podName, string containerName);
}
