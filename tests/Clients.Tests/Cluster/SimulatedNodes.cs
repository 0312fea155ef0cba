using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>
/// Every node of a cluster, without containers: each Node is made ready and kept alive, a pod bound to one runs at once, and is gone as soon as it
/// is told to go. An image whose name begins with "missing" is found nowhere.
/// </summary>
internal sealed class SimulatedNodes : IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte> _nodes = new();
    private readonly HashSet<string> _running = [];
    private readonly Kubernetes _client;
    private Task _loops = Task.CompletedTask;
    private int _addresses;

    private SimulatedNodes(Kubernetes client) => _client = client;

    /// <summary>Registers one node, and waits for nothing else.</summary>
    public static async Task<SimulatedNodes> StartAsync(Kubernetes client, string name)
    {
        var nodes = new SimulatedNodes(client);
        await client.CoreV1.CreateNodeAsync(NodeDocuments.Fresh(name));
        await nodes.MakeReadyAsync(await client.CoreV1.ReadNodeAsync(name));
        nodes._loops = Task.WhenAll(Task.Run(() => nodes.EachAsync(nodes.NodesAsync)), Task.Run(() => nodes.EachAsync(nodes.PodsAsync)), Task.Run(nodes.RenewAsync));
        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Lists and watches anew whenever a watch ends, for whatever reason.</summary>
    private async Task EachAsync(Func<Task> follow)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await follow();
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"simulated nodes: {fault}");
                await Task.Delay(RetryAfter, _stop.Token);
            }
        }
    }

    private async Task NodesAsync()
    {
        var list = await _client.CoreV1.ListNodeAsync(cancellationToken: _stop.Token);
        foreach (var node in list.Items)
        {
            await MakeReadyAsync(node);
        }

        await foreach (var (type, node) in _client.CoreV1.WatchListNodeAsync(resourceVersion: list.ResourceVersion(), cancellationToken: _stop.Token))
        {
            if (type == WatchEventType.Deleted)
            {
                _nodes.TryRemove(node.Name(), out _);
            }
            else
            {
                await MakeReadyAsync(node);
            }
        }
    }

    private async Task PodsAsync()
    {
        var list = await _client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: _stop.Token);
        foreach (var pod in list.Items)
        {
            await ServeAsync(pod);
        }

        await foreach (var (type, pod) in _client.CoreV1.WatchListPodForAllNamespacesAsync(resourceVersion: list.ResourceVersion(), cancellationToken: _stop.Token))
        {
            if (type != WatchEventType.Deleted)
            {
                await ServeAsync(pod);
            }
        }
    }

    private async Task MakeReadyAsync(V1Node node)
    {
        if (_nodes.TryAdd(node.Name(), 0))
        {
            await AskAsync(() => _client.CoreV1.PatchNodeStatusAsync(Merge(NodeDocuments.Ready()), node.Name(), cancellationToken: _stop.Token));
            await RenewAsync(node.Name());
        }
    }

    private async Task ServeAsync(V1Pod pod)
    {
        if (string.IsNullOrEmpty(pod.Spec.NodeName))
        {
            return;
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            var now = new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Uid() } };
            await AskAsync(() => _client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), pod.Namespace(), now, cancellationToken: _stop.Token));
        }
        else if (_running.Add(pod.Uid()))
        {
            var number = ++_addresses;
            var address = string.Create(CultureInfo.InvariantCulture, $"10.0.{number / 250}.{number % 250 + 1}");
            await AskAsync(() => _client.CoreV1.PatchNamespacedPodStatusAsync(Merge(PodDocuments.Status(pod, address)), pod.Name(), pod.Namespace(), cancellationToken: _stop.Token));
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            foreach (var name in _nodes.Keys)
            {
                await RenewAsync(name);
            }
        }
    }

    private Task RenewAsync(string name) => AskAsync(() => _client.CoordinationV1.PatchNamespacedLeaseAsync(
        new V1Patch(NodeDocuments.Lease(name), V1Patch.PatchType.ApplyPatch), name, "kube-node-lease", fieldManager: "kubelet", force: true, cancellationToken: _stop.Token));

    private static V1Patch Merge(string text) => new(text, V1Patch.PatchType.MergePatch);

    /// <summary>What is gone, or another by now, needs nothing.</summary>
    private static async Task AskAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (HttpOperationException fault) when (fault.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
        }
    }
}
