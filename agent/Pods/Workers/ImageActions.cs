using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Sees to it that images are there, as pull policies say.</summary>
internal sealed class ImageActions(NodeContext node, PodEvents events)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(5);

    public async Task<MemoryChange> EnsureAsync(PodAction.EnsureImage ensure, PodView view, CancellationToken cancellationToken)
    {
        var container = view.Spec.Containers.Concat(view.Spec.InitContainers ?? []).First(candidate => candidate.Name == ensure.Container);
        var policy = container.ImagePullPolicy ?? (IsLatest(container.Image) ? "Always" : "IfNotPresent");
        if (policy != "Always")
        {
            var found = await node.Runtime.FindImageAsync(container.Image, cancellationToken).ConfigureAwait(false);
            if (found.Fault is null)
            {
                events.Normal("Pulled", $"Container image \"{container.Image}\" already present on machine", container.Name);
                return Present(ensure, container, found.Value);
            }

            if (found.Fault.Kind == RuntimeFaultKind.Unreachable)
            {
                return Failed(ensure, container, WaitingReasons.ErrImagePull, found.Fault.Message);
            }

            if (policy == "Never")
            {
                var message = $"Container image \"{container.Image}\" is not present with pull policy of Never";
                events.Warning("ErrImageNeverPull", message, container.Name);
                events.Warning("Failed", $"Error: {WaitingReasons.ErrImageNeverPull}", container.Name);
                return Failed(ensure, container, WaitingReasons.ErrImageNeverPull, message);
            }
        }

        return await PullAsync(ensure, container, view.Pod!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MemoryChange> PullAsync(PodAction.EnsureImage ensure, V1Container container, V1Pod pod, CancellationToken cancellationToken)
    {
        events.Normal("Pulling", $"Pulling image \"{container.Image}\"", container.Name);
        var begun = node.Time.GetTimestamp();
        var credentials = await new PullCredentials(node.Configuration).FindAsync(pod, container.Image, cancellationToken).ConfigureAwait(false);
        var pulled = await node.Runtime.PullImageAsync(container.Image, credentials, cancellationToken).ConfigureAwait(false);
        if (pulled.Fault is { } fault)
        {
            var invalid = fault.Message.Contains("invalid reference format", StringComparison.Ordinal);
            var reason = invalid ? WaitingReasons.InvalidImageName : WaitingReasons.ErrImagePull;
            var message = invalid ? $"Failed to apply default image tag \"{container.Image}\": couldn't parse image name \"{container.Image}\": invalid reference format" : fault.Message;
            events.Warning(invalid ? "InspectFailed" : "Failed", invalid ? message : $"Failed to pull image \"{container.Image}\": {fault.Message}", container.Name);
            events.Warning("Failed", $"Error: {reason}", container.Name);
            return Failed(ensure, container, reason, message);
        }

        var took = GoDuration.Of(TimeSpan.FromMilliseconds(Math.Round(node.Time.GetElapsedTime(begun).TotalMilliseconds)));
        events.Normal(
            "Pulled",
            $"Successfully pulled image \"{container.Image}\" in {took} ({took} including waiting). Image size: {pulled.Value.SizeBytes} bytes.",
            container.Name);
        return Present(ensure, container, pulled.Value);
    }

    private static MemoryChange Present(PodAction.EnsureImage ensure, V1Container container, ImageState image) =>
        memory => memory with { Images = memory.Images.SetItem(container.Name, new ImageMemory(ensure.Attempt, container.Image, null, image.User)) };

    private MemoryChange Failed(PodAction.EnsureImage ensure, V1Container container, string reason, string message)
    {
        var now = node.Time.GetUtcNow();
        return memory =>
        {
            var before = memory.Images.TryGetValue(container.Name, out var known) && known.Image == container.Image ? known.Failure : null;
            var failure = Failure.After(before, reason, message, now, RetryMin, RetryMax);
            return memory with { Images = memory.Images.SetItem(container.Name, new ImageMemory(ensure.Attempt, container.Image, failure, "")) };
        };
    }

    private static bool IsLatest(string image) =>
        !image.Contains('@', StringComparison.Ordinal) && (image.LastIndexOf(':') <= image.LastIndexOf('/') || image.EndsWith(":latest", StringComparison.Ordinal));
}
