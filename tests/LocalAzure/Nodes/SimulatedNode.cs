using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.Store.AzureTables.Heartbeats;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.LocalAzure.Nodes;

/// <summary>
/// A node without containers: it registers, beats its row as the agent does, by the agent's own doorbell, says of the pods bound to it that they
/// run, lets those go that are to end, and says again how it is where it is rung and its pods are what they were.
/// </summary>
public sealed class SimulatedNode : IAsyncDisposable
{
    /// <summary>Before what the API refused or did not answer is tried again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>As long as a certificate of a real node would hold, and longer than any test.</summary>
    private static readonly TimeSpan SignatureSpan = TimeSpan.FromDays(1);

    private readonly SimulatedNodeOptions _options;
    private readonly IKubernetes _client;
    private readonly TimeProvider _time;
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;

    private SimulatedNode(SimulatedNodeOptions options, IKubernetes client, TimeProvider time)
    {
        _options = options;
        _client = client;
        _time = time;
        var row = HeartbeatCredential.Create(options.Storage, options.Name, time.GetUtcNow() + SignatureSpan);
        _services = new ServiceCollection().AddLogging().AddSingleton(client).AddSingleton(time)
            .AddRowDoorbell(new RowDoorbellOptions
            {
                NodeName = options.Name,
                Row = RowAddress.Parse(row.AbsoluteUri),
                Random = new Random(options.Seed),
                BeatMin = options.BeatMin,
                BeatMax = options.BeatMax,
            })
            .BuildServiceProvider();
    }

    public string Name => _options.Name;

    /// <summary>Registers the node and goes on by itself.</summary>
    /// <param name="client">May do what a node may; it is not disposed.</param>
    /// <returns>When the node is ready, beats, and knows its pods.</returns>
    public static async Task<SimulatedNode> JoinAsync(SimulatedNodeOptions options, IKubernetes client, TimeProvider time, CancellationToken cancellationToken)
    {
        var node = new SimulatedNode(options, client, time);
        try
        {
            await node.RegisterAsync(cancellationToken);
            node._run = Task.Run(() => node.RunAsync(node._stop.Token), CancellationToken.None);
            await node._listed.Task.WaitAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says again how the node is, as the agent does from time to time though nothing has changed.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => _client.CoreV1.PatchNodeStatusAsync(
        new V1Patch(KubernetesJson.Serialize(new V1Node { Status = Status() }), V1Patch.PatchType.MergePatch), Name, cancellationToken: cancellationToken);

    /// <summary>Dies as a machine does: nobody is told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.CoreV1.CreateNodeAsync(
                new V1Node { Metadata = new V1ObjectMeta { Name = Name, Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = Name } } }, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            // It was here before.
        }

        await ReportAsync(cancellationToken);
    }

    private V1NodeStatus Status()
    {
        var amounts = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(_options.Cpu), ["memory"] = new(_options.Memory), ["pods"] = new($"{_options.PodsMax}") };
        return new V1NodeStatus
        {
            Capacity = amounts,
            Allocatable = amounts,
            Conditions = [new V1NodeCondition { Type = "Ready", Status = "True", Reason = "KubeletReady", Message = "simulated", LastHeartbeatTime = _time.GetUtcNow().UtcDateTime }],
        };
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var doorbell = _services.GetRequiredService<IDoorbell>();
        var isDoubted = false;

        // Said while the doorbell is asked for the next notice, so on this very loop.
        doorbell.PodsUnchanged += () => isDoubted = true;
        await foreach (var notice in doorbell.ListenAsync(cancellationToken))
        {
            if (notice is PodNotice.Listed { Pods: var pods })
            {
                _listed.TrySetResult();
                await Task.WhenAll([.. pods.Select(pod => ServeAsync(pod, cancellationToken)), isDoubted ? TakenAsync(() => ReportAsync(cancellationToken), cancellationToken) : Task.CompletedTask]);
                isDoubted = false;
            }
        }
    }

    private Task ServeAsync(V1Pod pod, CancellationToken cancellationToken) => TakenAsync(
        () => pod switch
        {
            { Metadata.DeletionTimestamp: not null } => EndAsync(pod, cancellationToken),
            { Status.Phase: not "Running" } => StartAsync(pod, cancellationToken),
            _ => Task.CompletedTask,
        },
        cancellationToken);

    /// <summary>Until the API has taken it, or has another object by now.</summary>
    private async Task TakenAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (HttpOperationException fault) when ((int)fault.Response.StatusCode is 404 or 409 or 422)
            {
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
            {
                await Task.Delay(Pause, _time, cancellationToken);
            }
        }
    }

    private Task EndAsync(V1Pod pod, CancellationToken cancellationToken) => _client.CoreV1.DeleteNamespacedPodAsync(
        pod.Metadata.Name,
        pod.Metadata.NamespaceProperty,
        new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } },
        cancellationToken: cancellationToken);

    private Task StartAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var status = new V1PodStatus
        {
            Phase = "Running",
            StartTime = now,
            Conditions = [.. new[] { "Initialized", "Ready", "ContainersReady", "PodScheduled" }.Select(type => new V1PodCondition { Type = type, Status = "True", LastTransitionTime = now })],
            ContainerStatuses =
            [
                .. pod.Spec.Containers.Select(container => new V1ContainerStatus
                {
                    Name = container.Name,
                    Image = container.Image,
                    ImageID = "simulated",
                    Ready = true,
                    Started = true,
                    State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = now } },
                }),
            ],
        };

        // With the uid: another pod of this name is not this one.
        var patch = new V1Pod { Metadata = new V1ObjectMeta { Uid = pod.Metadata.Uid }, Status = status };
        return _client.CoreV1.PatchNamespacedPodStatusAsync(
            new V1Patch(KubernetesJson.Serialize(patch), V1Patch.PatchType.MergePatch), pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
    }
}
