namespace CloudOrchestrator.Runtimes;

/// <summary>A container engine, reduced to what a node needs.</summary>
/// <remarks>
/// Calls answer faults as values; they throw only when cancelled. Everything made carries the scope and the pod's
/// identity, so that <see cref="ObserveAllAsync"/> finds it again after the agent, the engine or the machine restarted.
/// </remarks>
public interface IContainerRuntime
{
    /// <summary>Whose containers this runtime sees.</summary>
    RuntimeScope Scope { get; }

    /// <summary>Describes the engine; its failure means that the engine is down.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<RuntimeDescription>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Everything in the scope, by pod uid.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<IReadOnlyDictionary<string, PodObservation>>> ObserveAllAsync(CancellationToken cancellationToken);

    /// <summary>Everything of one pod.</summary>
    /// <param name="podUid">The pod's uid.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<PodObservation>> ObserveAsync(string podUid, CancellationToken cancellationToken);

    /// <summary>Events in the scope, from the moment the first one is waited for until the engine goes away.</summary>
    /// <param name="connected">Called once events are being received: what happened before is for <see cref="ObserveAllAsync"/> to find.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<RuntimeEvent> WatchAsync(Action connected, CancellationToken cancellationToken);

    /// <summary>Makes a sandbox and starts it.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<SandboxState>> CreateSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken);

    /// <summary>Ends a sandbox at once and frees its address; it stays to be seen until removed.</summary>
    /// <param name="sandboxId">The engine's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<Nothing>> StopSandboxAsync(string sandboxId, CancellationToken cancellationToken);

    /// <summary>Ends and removes a sandbox; done already is success.</summary>
    /// <param name="sandboxId">The engine's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<Nothing>> RemoveSandboxAsync(string sandboxId, CancellationToken cancellationToken);

    /// <summary>Makes a container, not started.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<string>> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken);

    /// <summary>Starts a container that was made.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<Nothing>> StartContainerAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>Asks a container to end and ends it when the grace is over; returns when it has ended. Ended already is success.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="grace">How long it has; zero ends it at once.</param>
    /// <param name="cancellationToken">Ends the waiting; the engine goes on.</param>
    Task<RuntimeResult<Nothing>> StopContainerAsync(string containerId, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Removes a container, ending it if need be; done already is success.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<Nothing>> RemoveContainerAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>Runs a command inside a running container.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<RuntimeResult<ExecResult>> ExecuteAsync(string containerId, IReadOnlyList<string> command, CancellationToken cancellationToken);

    /// <summary>Copies a container's output.</summary>
    /// <param name="containerId">The engine's id.</param>
    /// <param name="query">Which part of it.</param>
    /// <param name="output">Receives both streams as they were written.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    Task<RuntimeResult<Nothing>> CopyLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken);

    /// <summary>An image that is on the machine.</summary>
    /// <param name="reference">The image, as a pod names it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<ImageState>> FindImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Brings an image from its registry.</summary>
    /// <param name="reference">The image, as a pod names it.</param>
    /// <param name="credentials">For its registry; null means none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<ImageState>> PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken);

    /// <summary>All named images on the machine.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RuntimeResult<IReadOnlyList<ImageState>>> ListImagesAsync(CancellationToken cancellationToken);
}
