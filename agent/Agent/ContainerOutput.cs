using CloudOrchestrator.NodeApi;
using CloudOrchestrator.Pods;
using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Agent;

/// <summary>Joins the node's API to the node's pods.</summary>
internal sealed class ContainerOutput(INodePods pods, IContainerRuntime runtime) : IContainerOutput
{
    public OutputTarget Find(string podNamespace, string podName, string containerName, bool previous)
    {
        if (pods.Find(podNamespace, podName, containerName) is not { } container)
        {
            return new OutputTarget.NoPod();
        }

        if (previous)
        {
            return container.PreviousId is { } previousId
                ? new OutputTarget.Found(previousId)
                : new OutputTarget.NoOutput($"previous terminated container \"{containerName}\" in pod \"{podName}\" not found");
        }

        return container.LatestId is { } id
            ? new OutputTarget.Found(id)
            : new OutputTarget.NoOutput($"container \"{containerName}\" in pod \"{podName}\" is waiting to start: {container.WaitingReason}");
    }

    public Task<RuntimeResult<Nothing>> CopyAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) =>
        runtime.CopyLogsAsync(containerId, query, output, cancellationToken);
}
