using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Starts and stops containers.</summary>
internal sealed class ContainerActions(NodeContext node, PodEvents events)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    /// <summary>A container has at least this long after its hook used up the grace.</summary>
    private static readonly TimeSpan GraceAfterHookMin = TimeSpan.FromSeconds(2);

    private readonly ContainerSpecs _specs = new(node.Configuration, node.MachineMemoryBytes);
    private readonly LifecycleHooks _hooks = new(node.Runtime, node.Time);

    public async Task<MemoryChange> StartAsync(PodAction.StartContainer start, PodView view, CancellationToken cancellationToken)
    {
        var container = view.Spec.Containers.Concat(view.Spec.InitContainers ?? []).First(candidate => candidate.Name == start.Container);
        var request = new ContainerRequest(
            WithAddresses(view),
            container,
            start.Attempt,
            start.SandboxId,
            start.RestartDelay,
            view.Memory.Volumes!.Paths!,
            view.Memory.Images.TryGetValue(start.Container, out var image) ? image.User : "",
            node.Volumes.PodFolder(view.Pod!.Metadata.Uid));
        var spec = await _specs.BuildAsync(request, cancellationToken).ConfigureAwait(false);
        if (spec.Spec is null)
        {
            events.Warning("Failed", $"Error: {spec.Error}", container.Name);
            return Failed(container.Name, WaitingReasons.CreateContainerConfigError, spec.Error);
        }

        var created = await node.Runtime.CreateContainerAsync(spec.Spec, cancellationToken).ConfigureAwait(false);
        if (created.Fault is { } createFault)
        {
            events.Warning("Failed", $"Error: {createFault.Message}", container.Name);
            return Failed(container.Name, WaitingReasons.CreateContainerError, createFault.Message);
        }

        events.Normal("Created", $"Created container: {container.Name}", container.Name);
        var started = await node.Runtime.StartContainerAsync(created.Value, cancellationToken).ConfigureAwait(false);
        if (started.Fault is { } startFault)
        {
            // The engine keeps the attempt as one that ended, so its restart waits like any other's.
            events.Warning("Failed", $"Error: failed to start container \"{container.Name}\": {startFault.Message}", container.Name);
            return startFault.Kind == RuntimeFaultKind.Refused ? Succeeded(container.Name) : Failed(container.Name, WaitingReasons.RunContainerError, startFault.Message);
        }

        events.Normal("Started", $"Started container {container.Name}", container.Name);
        await PostStartAsync(view, container, created.Value, cancellationToken).ConfigureAwait(false);
        return Succeeded(container.Name);
    }

    public async Task<MemoryChange> StopAsync(PodAction.StopContainer stop, PodView view, CancellationToken cancellationToken)
    {
        events.Normal("Killing", stop.Why, stop.Container);
        var grace = stop.Grace;
        var container = view.Pod?.Spec.Containers.Concat(view.Spec.InitContainers ?? []).FirstOrDefault(candidate => candidate.Name == stop.Container);
        if (container?.Lifecycle?.PreStop is { } hook && grace > TimeSpan.Zero)
        {
            var begun = node.Time.GetTimestamp();
            if (await _hooks.RunAsync(hook, stop.Id, view, container, grace, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                events.Warning("FailedPreStopHook", problem, stop.Container);
            }

            var left = grace - node.Time.GetElapsedTime(begun);
            grace = left > GraceAfterHookMin ? left : GraceAfterHookMin;
        }

        var stopped = await node.Runtime.StopContainerAsync(stop.Id, grace, cancellationToken).ConfigureAwait(false);
        if (stopped.Fault is { } fault)
        {
            Log.ActionFailed(node.Logger, view.Pod?.Metadata.Name ?? stop.Container, stop.Key, fault.Message);
            // Not stopped: it has to be asked again.
            return memory => memory with { Stops = memory.Stops.Remove(stop.Id) };
        }

        return memory => memory;
    }

    private async Task PostStartAsync(PodView view, V1Container container, string id, CancellationToken cancellationToken)
    {
        if (container.Lifecycle?.PostStart is not { } hook)
        {
            return;
        }

        if (await _hooks.RunAsync(hook, id, view, container, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            events.Warning("FailedPostStartHook", problem, container.Name);
            events.Normal("Killing", "FailedPostStartHook", container.Name);
            await node.Runtime.StopContainerAsync(id, Graces.OfSpec(view.Pod), cancellationToken).ConfigureAwait(false);
        }
    }

    private static MemoryChange Succeeded(string container) => memory => memory with { StartFailures = memory.StartFailures.Remove(container) };

    private MemoryChange Failed(string container, string reason, string message)
    {
        var now = node.Time.GetUtcNow();
        return memory =>
        {
            memory.StartFailures.TryGetValue(container, out var before);
            return memory with { StartFailures = memory.StartFailures.SetItem(container, Failure.After(before, reason, message, now, RetryMin, RetryMax)) };
        };
    }

    /// <summary>The sandbox's address is known before the API has heard of it.</summary>
    private V1Pod WithAddresses(PodView view)
    {
        var pod = view.Pod!;
        IReadOnlyList<string> addresses = pod.Spec.HostNetwork == true ? [node.Node.Address] : view.Observed.Sandbox?.Addresses ?? [];
        return pod with
        {
            Status = (pod.Status ?? new V1PodStatus()) with
            {
                HostIP = node.Node.Address,
                HostIPs = [new V1HostIP { Ip = node.Node.Address }],
                PodIP = addresses.Count > 0 ? addresses[0] : null,
                PodIPs = [.. addresses.Select(address => new V1PodIP { Ip = address })],
            },
        };
    }
}
