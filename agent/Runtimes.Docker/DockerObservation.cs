using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Reads sandboxes and containers back from the engine.</summary>
internal sealed class DockerObservation(DockerClient client, RuntimeScope scope)
{
    /// <summary>Engine calls in flight while everything is read.</summary>
    private const int ParallelInspectionsMax = 8;

    public async Task<IReadOnlyDictionary<string, PodObservation>> ObserveAllAsync(CancellationToken cancellationToken)
    {
        var all = await InspectAsync(null, cancellationToken).ConfigureAwait(false);
        return all
            .GroupBy(container => DockerLabels.Text(container.Config!.Labels, DockerLabels.PodUid))
            .ToDictionary(pod => pod.Key, Build);
    }

    public async Task<PodObservation> ObserveAsync(string podUid, CancellationToken cancellationToken) =>
        Build(await InspectAsync(podUid, cancellationToken).ConfigureAwait(false));

    public async Task<SandboxState> SandboxAsync(string id, CancellationToken cancellationToken) =>
        Sandbox(await client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false));

    private async Task<IReadOnlyList<ContainerInspectResponse>> InspectAsync(string? podUid, CancellationToken cancellationToken)
    {
        var listed = await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = DockerLabels.Filter(scope, podUid) },
            },
            cancellationToken).ConfigureAwait(false);
        var details = new ContainerInspectResponse?[listed.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, listed.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelInspectionsMax, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                try
                {
                    details[index] = await client.Containers.InspectContainerAsync(listed[index].ID, token).ConfigureAwait(false);
                }
                catch (DockerContainerNotFoundException)
                {
                    // Removed since it was listed.
                }
            }).ConfigureAwait(false);
        return [.. details.OfType<ContainerInspectResponse>().Where(container => container.State?.Status != "removing")];
    }

    private static PodObservation Build(IEnumerable<ContainerInspectResponse> containers)
    {
        var byKind = containers.ToLookup(container => DockerLabels.Text(container.Config!.Labels, DockerLabels.Kind));
        return new PodObservation(
            [.. byKind[DockerLabels.SandboxKind].Select(Sandbox).OrderBy(sandbox => sandbox.Attempt)],
            [.. byKind[DockerLabels.ContainerKind].Select(Container).OrderBy(container => container.Name, StringComparer.Ordinal).ThenBy(container => container.Attempt)]);
    }

    private static SandboxState Sandbox(ContainerInspectResponse container)
    {
        var labels = container.Config!.Labels;
        var addresses = (container.NetworkSettings?.Networks?.Values ?? [])
            .SelectMany(network => new[] { network.IPAddress, network.GlobalIPv6Address })
            .Where(address => !string.IsNullOrEmpty(address));
        return new SandboxState(
            container.ID,
            DockerLabels.Pod(labels),
            DockerLabels.Number(labels, DockerLabels.Attempt),
            container.State!.Running,
            [.. addresses],
            container.Created.ToUniversalTime());
    }

    private static ContainerState Container(ContainerInspectResponse container)
    {
        var labels = container.Config!.Labels;
        var phase = Phase(container.State!);
        var created = new DateTimeOffset(container.Created.ToUniversalTime());
        var started = Time(container.State!.StartedAt);
        return new ContainerState
        {
            Id = container.ID,
            Pod = DockerLabels.Pod(labels),
            Name = DockerLabels.Text(labels, DockerLabels.ContainerName),
            Attempt = DockerLabels.Number(labels, DockerLabels.Attempt),
            SandboxId = DockerLabels.Text(labels, DockerLabels.Sandbox),
            SpecHash = DockerLabels.Text(labels, DockerLabels.SpecHash),
            Phase = phase,
            CreatedAt = created,
            StartedAt = started,
            FinishedAt = phase == ContainerPhase.Exited ? Finished(Time(container.State!.FinishedAt), started ?? created) : null,
            ExitCode = (int)container.State!.ExitCode,
            OutOfMemory = container.State!.OOMKilled,
            StartError = started is null && phase == ContainerPhase.Exited ? container.State!.Error ?? "" : "",
            RestartDelay = DockerLabels.Span(labels, DockerLabels.RestartDelaySeconds),
            StopGrace = DockerLabels.Span(labels, DockerLabels.StopGraceSeconds),
            Image = container.Config.Image ?? "",
            ImageId = container.Image ?? "",
        };
    }

    /// <summary>The engine may note the end of a container that ends at once before it notes the start.</summary>
    internal static DateTimeOffset Finished(DateTimeOffset? finished, DateTimeOffset started) => finished is { } time && time > started ? time : started;

    /// <summary>A container whose start failed stays "created" in the engine's words, with an error and an exit code.</summary>
    private static ContainerPhase Phase(State state) =>
        state.Running ? ContainerPhase.Running
        : state.Status == "created" && state.ExitCode == 0 && string.IsNullOrEmpty(state.Error) ? ContainerPhase.Created
        : ContainerPhase.Exited;

    /// <summary>The engine writes the year 1 for "never".</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
