using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Runtimes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Agent;

/// <summary>Registers the node, says that it lives, and how it is.</summary>
internal sealed class NodeRegistration(
    IKubernetes client, IContainerRuntime runtime, IDoorbell doorbell, Func<int> nodeApiPort, AgentOptions options, TimeProvider time, ILogger<NodeRegistration> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The node's status is told at least this often, though nothing changed.</summary>
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (string Status, DateTime Since)> _conditions = [];
    private RuntimeDescription? _description;
    private string? _told;
    private DateTimeOffset _toldAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var isWell = await TellAsync(stoppingToken).ConfigureAwait(false) && await doorbell.BeatAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(isWell ? Beat : RetryPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        var described = await runtime.DescribeAsync(cancellationToken).ConfigureAwait(false);
        _description = described.Fault is null ? described.Value : _description;
        if (_description is null)
        {
            Log.EngineUnreachable(logger, described.Fault!.Message);
            return false;
        }

        try
        {
            var status = NodeStatusDocument.Of(_description, options, nodeApiPort());
            var problem = described.Fault is { } fault ? $"container runtime is down: {fault.Message}" : null;
            var now = time.GetUtcNow();
            if (status.ToJsonString() + problem == _told && now - _toldAt < StatusPeriod)
            {
                return true;
            }

            var key = status.ToJsonString() + problem;
            await EnsureNodeAsync(cancellationToken).ConfigureAwait(false);
            status["conditions"] = Conditions(problem, now.UtcDateTime);
            var patch = new JsonObject { ["status"] = status };
            await client.CoreV1.PatchNodeStatusAsync(new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), options.NodeName, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (_toldAt == default)
            {
                // The one who started this process waits for this line.
                Log.NodeRegistered(logger, options.NodeName);
            }

            (_told, _toldAt) = (key, now);
            return true;
        }
        catch (Exception fault) when (ApiFaults.Is(fault, cancellationToken))
        {
            // The control plane may have marked the node meanwhile: what it holds is not what was told last.
            _told = null;
            Log.NodeNotTold(logger, ApiFaults.Words(fault));
            return false;
        }
    }

    private async Task EnsureNodeAsync(CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, string>
        {
            ["kubernetes.io/hostname"] = options.NodeName,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = _description!.Architecture,
        };
        try
        {
            var node = new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = new V1ObjectMeta { Name = options.NodeName, Labels = labels } };
            await client.CoreV1.CreateNodeAsync(node, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == HttpStatusCode.Conflict)
        {
            var patch = JsonSerializer.Serialize(new { metadata = new { labels } });
            await client.CoreV1.PatchNodeAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), options.NodeName, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private JsonArray Conditions(string? problem, DateTime now) =>
    [
        Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
        Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
        Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
        problem is null
            ? Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)
            : Condition("Ready", "False", "KubeletNotReady", problem, now),
    ];

    private JsonObject Condition(string type, string status, string reason, string message, DateTime now)
    {
        if (!_conditions.TryGetValue(type, out var before) || before.Status != status)
        {
            _conditions[type] = before = (status, now);
        }

        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastHeartbeatTime"] = $"{now:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            ["lastTransitionTime"] = $"{before.Since:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        };
    }
}
