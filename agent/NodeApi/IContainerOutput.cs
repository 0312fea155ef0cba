using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.NodeApi;

/// <summary>Where the output of the node's containers is found.</summary>
public interface IContainerOutput
{
    /// <summary>Finds the container whose output is asked for.</summary>
    /// <param name="podNamespace">The pod's namespace.</param>
    /// <param name="podName">The pod's name.</param>
    /// <param name="containerName">The container's name.</param>
    /// <param name="previous">The attempt before the newest.</param>
    OutputTarget Find(string podNamespace, string podName, string containerName, bool previous);

    /// <summary>Copies output.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="query">Which part of it.</param>
    /// <param name="output">Receives it.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    Task<RuntimeResult<Nothing>> CopyAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken);
}
