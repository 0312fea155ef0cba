using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Carries out a decision's actions: each is one call, whose end says what to remember.</summary>
internal sealed class PodActions(NodeContext node, PodEvents events, Action<string, string> failed)
{
    private static readonly TimeSpan SandboxRetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SandboxRetryMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan VolumesRetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VolumesRetryMax = TimeSpan.FromSeconds(10);

    /// <summary>How old a volume's content may become after its object changed.</summary>
    private static readonly TimeSpan VolumesRefresh = TimeSpan.FromSeconds(60);

    private readonly ImageActions _images = new(node, events);
    private readonly ContainerActions _containers = new(node, events);
    private readonly FinishActions _finish = new(node);

    public Task<MemoryChange> ExecuteAsync(PodAction action, PodView view, CancellationToken cancellationToken) => action switch
    {
        PodAction.PrepareVolumes => PrepareVolumesAsync(view, cancellationToken),
        PodAction.CreateSandbox create => CreateSandboxAsync(create, view, cancellationToken),
        PodAction.StopSandbox stop => PlainAsync(action, node.Runtime.StopSandboxAsync(stop.Id, cancellationToken)),
        PodAction.RemoveSandbox remove => PlainAsync(action, node.Runtime.RemoveSandboxAsync(remove.Id, cancellationToken)),
        PodAction.EnsureImage ensure => _images.EnsureAsync(ensure, view, cancellationToken),
        PodAction.StartContainer start => _containers.StartAsync(start, view, cancellationToken),
        PodAction.StopContainer stop => _containers.StopAsync(stop, view, cancellationToken),
        PodAction.KillContainer kill => PlainAsync(action, node.Runtime.StopContainerAsync(kill.Id, TimeSpan.Zero, cancellationToken)),
        PodAction.RemoveContainer remove => PlainAsync(action, node.Runtime.RemoveContainerAsync(remove.Id, cancellationToken)),
        PodAction.FinishPod => _finish.FinishAsync(view, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
    };

    private async Task<MemoryChange> PlainAsync(PodAction action, Task<RuntimeResult<Nothing>> call)
    {
        var result = await call.ConfigureAwait(false);
        if (result.Fault is { } fault)
        {
            failed(action.Key, fault.Message);
        }

        return memory => memory;
    }

    private async Task<MemoryChange> PrepareVolumesAsync(PodView view, CancellationToken cancellationToken)
    {
        var outcome = await node.Volumes.PrepareAsync(view.Pod!, cancellationToken).ConfigureAwait(false);
        var now = node.Time.GetUtcNow();
        if (outcome is VolumesOutcome.Failed problem)
        {
            var message = $"MountVolume.SetUp failed for volume \"{problem.Volume}\" : {problem.Message}";
            events.Warning("FailedMount", message);
            return memory => memory with
            {
                Volumes = new VolumesMemory(
                    memory.Volumes?.Paths, Failure.After(memory.Volumes?.Failure, "FailedMount", message, now, VolumesRetryMin, VolumesRetryMax), null),
            };
        }

        var paths = System.Collections.Immutable.ImmutableDictionary.CreateRange(((VolumesOutcome.Ready)outcome).Paths);
        var refresh = VolumeKinds.ContentChanges(view.Spec) ? now + VolumesRefresh : (DateTimeOffset?)null;
        return memory => memory with { Volumes = new VolumesMemory(paths, null, refresh) };
    }

    private async Task<MemoryChange> CreateSandboxAsync(PodAction.CreateSandbox create, PodView view, CancellationToken cancellationToken)
    {
        if (create.Attempt > 0)
        {
            events.Normal("SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
        }

        var result = await node.Runtime.CreateSandboxAsync(SandboxSpecs.Build(view.Pod!, create.Attempt), cancellationToken).ConfigureAwait(false);
        if (result.Fault is not { } fault)
        {
            return memory => memory with { SandboxFailure = null };
        }

        var now = node.Time.GetUtcNow();
        var message = $"Failed to create pod sandbox: {fault.Message}";
        failed(create.Key, fault.Message);
        events.Warning("FailedCreatePodSandBox", message);
        return memory => memory with
        {
            SandboxFailure = Failure.After(memory.SandboxFailure, "FailedCreatePodSandBox", message, now, SandboxRetryMin, SandboxRetryMax),
        };
    }
}
