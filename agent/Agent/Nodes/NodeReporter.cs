using System.Net;
using System.Threading.Channels;
using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Pods;
using CloudOrchestrator.Runtimes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>Registers the node, shows every ten seconds that it lives, and tells its state when that changes.</summary>
internal sealed class NodeReporter(
    IKubernetes client, IDoorbell doorbell, IContainerRuntime runtime, RuntimeHealth health, NodeObject node, string name, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<NodeReporter> logger)
    : BackgroundService
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);

    /// <summary>Wait after a first failure; it doubles with each further one.</summary>
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after a failure: what sleeps or is overrun is not helped by more calls.</summary>
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    /// <summary>How long the engine may take to say what it is.</summary>
    private static readonly TimeSpan EngineAnswerMax = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private V1Node? _known;
    private DateTimeOffset _saidAt;
    private bool _registered;
    private volatile bool _isApiAwake;
    private volatile bool _isDoubted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken).ConfigureAwait(false);
        health.Changed += Wake;
        doorbell.Answered += () =>
        {
            _isApiAwake = true;
            Wake();
        };
        doorbell.PodsUnchanged += () =>
        {
            _isDoubted = true;
            Wake();
        };
        var wait = RetryMin;
        while (!stoppingToken.IsCancellationRequested)
        {
            var told = false;
            try
            {
                told = await TellAsync(stoppingToken).ConfigureAwait(false) && await doorbell.BeatAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (ApiFaults.IsAny(fault))
            {
                Log.NodeStatusNotWritten(logger, fault.InnerException?.Message ?? fault.Message);
                // The API may have come back without this node.
                _known = null;
            }
            catch (Exception fault)
            {
                // The loop's edge: a node that no longer shows that it lives would lose its pods.
                Log.NodeLoopBroke(logger, fault);
            }

            await WaitAsync(told ? BeatEvery : wait, stoppingToken).ConfigureAwait(false);
            wait = told ? RetryMin : wait * 2 < RetryMax ? wait * 2 : RetryMax;
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>The node's port is known only once it is listened at.</summary>
    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource();
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        Log.NodeApiListens(logger, string.Join(' ', server.Features.Get<IServerAddressesFeature>()!.Addresses));
    }

    private int Port => new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    private async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_isDoubted)
        {
            // Others may have written what the node says of itself.
            _isDoubted = false;
            _known = null;
        }

        _known ??= await RegisterAsync(cancellationToken).ConfigureAwait(false);
        if (_registered && !IsDue(now) && NodeConditions.Same(_known.Status?.Conditions, NodeConditions.Of(_known.Status?.Conditions, health.Problem, "/", Whole(now))))
        {
            return true;
        }

        var (engine, images, problem) = await AskEngineAsync(cancellationToken).ConfigureAwait(false);
        var status = node.Status(_known.Status, engine, images, problem, Port, Whole(now));
        _known = await client.CoreV1.PatchNodeStatusAsync(
            new V1Patch(KubernetesJson.Serialize(new V1Node { Status = status }), V1Patch.PatchType.MergePatch), name, cancellationToken: cancellationToken).ConfigureAwait(false);
        _saidAt = now;
        if (!_registered)
        {
            _registered = true;
            Log.NodeRegistered(logger, name);
        }

        return true;
    }

    /// <summary>An unchanged status is said again when its time has come, and from half of that on beside any other call.</summary>
    private bool IsDue(DateTimeOffset now)
    {
        var isApiAwake = _isApiAwake;
        _isApiAwake = false;
        return now - _saidAt >= (isApiAwake ? doorbell.RepeatEvery / 2 : doorbell.RepeatEvery);
    }

    /// <summary>What the engine is and which images it has, unless it is known not to answer. The node must not wait for it: it would count as dead itself.</summary>
    private async Task<(RuntimeDescription? Engine, IReadOnlyList<ImageState> Images, string? Problem)> AskEngineAsync(CancellationToken cancellationToken)
    {
        if (health.Problem is { } problem)
        {
            return (null, [], problem);
        }

        using var patience = new CancellationTokenSource(EngineAnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var engine = await runtime.DescribeAsync(either.Token).ConfigureAwait(false);
            if (engine.Fault is { } fault)
            {
                return (null, [], fault.Message);
            }

            var images = await runtime.ListImagesAsync(either.Token).ConfigureAwait(false);
            return (engine.Value, images.Fault is null ? images.Value : [], null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, [], $"the container engine does not answer within {EngineAnswerMax.TotalSeconds:0} s");
        }
    }

    private static DateTime Whole(DateTimeOffset now) => new(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    /// <summary>Finds the node's object or makes it; labels that are this agent's to set are set.</summary>
    private async Task<V1Node> RegisterAsync(CancellationToken cancellationToken)
    {
        V1Node found;
        try
        {
            found = await client.CoreV1.ReadNodeAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode == HttpStatusCode.NotFound)
        {
            _saidAt = DateTimeOffset.MinValue;
            return await client.CoreV1.CreateNodeAsync(node.Fresh(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        var missing = node.Labels.Where(label => found.Metadata.Labels?.TryGetValue(label.Key, out var value) != true || value != label.Value).ToDictionary();
        return missing.Count == 0
            ? found
            : await client.CoreV1.PatchNodeAsync(
                new V1Patch(KubernetesJson.Serialize(new V1Node { Metadata = new V1ObjectMeta { Labels = missing } }), V1Patch.PatchType.MergePatch), name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        using var timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, span, Timeout.InfiniteTimeSpan);
        try
        {
            await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The agent is told to stop.
        }
    }
}
