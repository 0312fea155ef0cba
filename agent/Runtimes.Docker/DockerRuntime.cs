using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>The runtime that drives a Docker engine.</summary>
internal sealed class DockerRuntime : IContainerRuntime, IDisposable
{
    private readonly DockerClient _client;
    private readonly DockerObservation _observation;
    private readonly DockerImages _images;
    private readonly DockerStreams _streams;
    private readonly DockerEvents _events;
    private readonly PauseImage _pause;

    public DockerRuntime(DockerRuntimeOptions options, ILogger logger, TimeProvider time)
    {
        Scope = options.Scope;
        // Stops, pulls and followed logs last as long as they last; each caller bounds its own.
        _client = new DockerClientBuilder().WithEndpoint(options.Endpoint).WithTimeout(Timeout.InfiniteTimeSpan).Build();
        _observation = new DockerObservation(_client, Scope);
        _images = new DockerImages(_client);
        _streams = new DockerStreams(_client);
        _events = new DockerEvents(_client, Scope, logger, time);
        _pause = new PauseImage(_client, logger);
    }

    public RuntimeScope Scope { get; }

    public Task<RuntimeResult<RuntimeDescription>> DescribeAsync(CancellationToken cancellationToken) => DockerCalls.TryAsync(
        async () =>
        {
            var info = await _client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
            return new RuntimeDescription(
                "docker", info.ServerVersion, (int)info.NCPU, info.MemTotal, info.OperatingSystem, info.KernelVersion, GoArchitecture(info.Architecture), info.DockerRootDir);
        },
        cancellationToken);

    public Task<RuntimeResult<IReadOnlyDictionary<string, PodObservation>>> ObserveAllAsync(CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _observation.ObserveAllAsync(cancellationToken), cancellationToken);

    public Task<RuntimeResult<PodObservation>> ObserveAsync(string podUid, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _observation.ObserveAsync(podUid, cancellationToken), cancellationToken);

    public IAsyncEnumerable<RuntimeEvent> WatchAsync(Action connected, CancellationToken cancellationToken) => _events.WatchAsync(connected, cancellationToken);

    public async Task<RuntimeResult<SandboxState>> CreateSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        var made = await CreateAsync(DockerSpecs.Sandbox(Scope, spec), ensureImage: true, cancellationToken).ConfigureAwait(false);
        if (made.Fault is { } fault)
        {
            return fault;
        }

        var started = await StartContainerAsync(made.Value, cancellationToken).ConfigureAwait(false);
        if (started.Fault is { } startFault)
        {
            // A sandbox that cannot start is of no use and would hold the attempt's name.
            await RemoveSandboxAsync(made.Value, cancellationToken).ConfigureAwait(false);
            return startFault;
        }

        return await DockerCalls.TryAsync(() => _observation.SandboxAsync(made.Value, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public Task<RuntimeResult<Nothing>> StopSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        StopContainerAsync(sandboxId, TimeSpan.Zero, cancellationToken);

    public Task<RuntimeResult<Nothing>> RemoveSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        RemoveContainerAsync(sandboxId, cancellationToken);

    public Task<RuntimeResult<string>> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        CreateAsync(DockerSpecs.Container(Scope, spec), ensureImage: false, cancellationToken);

    public Task<RuntimeResult<Nothing>> StartContainerAsync(string containerId, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => (Task)_client.Containers.StartContainerAsync(containerId, new ContainerStartParameters(), cancellationToken), cancellationToken);

    public async Task<RuntimeResult<Nothing>> StopContainerAsync(string containerId, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (uint)Math.Clamp(Math.Ceiling(grace.TotalSeconds), 0, int.MaxValue);
        return DockerCalls.GoneIsDone(await DockerCalls.TryAsync(
            () => (Task)_client.Containers.StopContainerAsync(containerId, new ContainerStopParameters { WaitBeforeKillSeconds = seconds }, cancellationToken),
            cancellationToken).ConfigureAwait(false));
    }

    public async Task<RuntimeResult<Nothing>> RemoveContainerAsync(string containerId, CancellationToken cancellationToken) =>
        DockerCalls.GoneIsDone(await DockerCalls.TryAsync(
            () => _client.Containers.RemoveContainerAsync(containerId, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken),
            cancellationToken).ConfigureAwait(false));

    public Task<RuntimeResult<ExecResult>> ExecuteAsync(string containerId, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _streams.ExecuteAsync(containerId, command, cancellationToken), cancellationToken);

    public Task<RuntimeResult<Nothing>> CopyLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _streams.CopyLogsAsync(containerId, query, output, cancellationToken), cancellationToken);

    public Task<RuntimeResult<ImageState>> FindImageAsync(string reference, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _images.FindAsync(reference, cancellationToken), cancellationToken);

    public Task<RuntimeResult<ImageState>> PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _images.PullAsync(reference, credentials, cancellationToken), cancellationToken);

    public Task<RuntimeResult<IReadOnlyList<ImageState>>> ListImagesAsync(CancellationToken cancellationToken) =>
        DockerCalls.TryAsync(() => _images.ListAsync(cancellationToken), cancellationToken);

    public void Dispose()
    {
        _pause.Dispose();
        _client.Dispose();
    }

    /// <summary>
    /// Makes a container; if its name is taken, by this same attempt cut off earlier, that one is removed first. A
    /// running one is left: whoever asked did not look.
    /// </summary>
    private async Task<RuntimeResult<string>> CreateAsync(CreateContainerParameters parameters, bool ensureImage, CancellationToken cancellationToken)
    {
        var made = await CreateOnceAsync(parameters, cancellationToken).ConfigureAwait(false);
        if (ensureImage && made.Fault is { Kind: RuntimeFaultKind.NotFound })
        {
            var ensured = await DockerCalls.TryAsync(() => _pause.EnsureAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            return ensured.Fault is { } fault ? fault : await CreateOnceAsync(parameters, cancellationToken).ConfigureAwait(false);
        }

        if (made.Fault is { Kind: RuntimeFaultKind.Refused } && await RemoveLeftoverAsync(parameters.Name!, cancellationToken).ConfigureAwait(false))
        {
            return await CreateOnceAsync(parameters, cancellationToken).ConfigureAwait(false);
        }

        return made;
    }

    private async Task<RuntimeResult<string>> CreateOnceAsync(CreateContainerParameters parameters, CancellationToken cancellationToken) =>
        await DockerCalls.TryAsync(
            async () => (await _client.Containers.CreateContainerAsync(parameters, cancellationToken).ConfigureAwait(false)).ID,
            cancellationToken).ConfigureAwait(false);

    private async Task<bool> RemoveLeftoverAsync(string name, CancellationToken cancellationToken)
    {
        var leftover = await DockerCalls.TryAsync(() => _client.Containers.InspectContainerAsync(name, cancellationToken), cancellationToken).ConfigureAwait(false);
        return leftover.Fault is null
            && !leftover.Value.State!.Running
            && DockerLabels.Text(leftover.Value.Config!.Labels, DockerLabels.Cluster) == Scope.ClusterId
            && (await RemoveContainerAsync(leftover.Value.ID, cancellationToken).ConfigureAwait(false)).Fault is null;
    }

    private static string GoArchitecture(string machine) => machine switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        _ => machine,
    };
}
