using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.FunctionsApp.Running;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.FunctionsApp.Nodes;

/// <summary>What a node costs the control plane: the agent's own doorbell at its own pace, its node's status when the agent would say it, and pods that run at once.</summary>
/// <param name="cloud">The cluster.</param>
/// <param name="name">The node's name.</param>
/// <param name="row">Its row.</param>
internal sealed class SimulatedNode(BenchmarkCloud cloud, string name, RowAddress row)
{
    private readonly HashSet<string> _running = [];
    private DateTimeOffset? _saidAt;

    /// <summary>Makes the node and says that it is ready.</summary>
    public async Task RegisterAsync()
    {
        await cloud.Http.CreateAsync("/api/v1/nodes", NodeDocuments.Fresh(name));
        await SayAsync();
    }

    /// <summary>Listens until it is stopped.</summary>
    /// <param name="again">When to begin anew, as after an hour: with a list of the pods, and the status after it. Nodes that joined at
    /// different times do so at different times; those of one benchmark would all do it at once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(TimeSpan? again, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (again is { } span)
            {
                turn.CancelAfter(span);
            }

            await ListenAsync(turn.Token);
            (again, _saidAt) = (null, null);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(cloud.Kubernetes)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddRowDoorbell(new RowDoorbellOptions { NodeName = name, Row = row, Random = new Random(name.GetHashCode(StringComparison.Ordinal)) })
            .BuildServiceProvider();
        var doorbell = services.GetRequiredService<IDoorbell>();
        await foreach (var notice in doorbell.ListenAsync(cancellationToken))
        {
            try
            {
                // The agent says its status beside another call from half of its time on.
                if (_saidAt is null || TimeProvider.System.GetUtcNow() - _saidAt > doorbell.RepeatEvery / 2)
                {
                    await SayAsync();
                }

                await ServeAsync(((PodNotice.Listed)notice).Pods);
            }
            catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException)
            {
                Console.Error.WriteLine($"{name}: {fault.Message}");
            }
        }
    }

    /// <summary>A pod runs as soon as it is heard of, and is gone as soon as it is told to go.</summary>
    private async Task ServeAsync(IReadOnlyList<V1Pod> pods)
    {
        foreach (var pod in pods)
        {
            var path = $"/api/v1/namespaces/{pod.Namespace()}/pods/{pod.Name()}";
            if (pod.Metadata.DeletionTimestamp is not null)
            {
                await cloud.Http.RemoveAsync(path, "{\"gracePeriodSeconds\":0,\"preconditions\":{\"uid\":\"" + pod.Uid() + "\"}}");
            }
            else if (_running.Add(pod.Uid()))
            {
                await cloud.Http.MergeAsync($"{path}/status", NodeDocuments.Running());
            }
        }
    }

    private async Task SayAsync()
    {
        await cloud.Http.MergeAsync($"/api/v1/nodes/{name}/status", NodeDocuments.Ready(TimeProvider.System.GetUtcNow()));
        _saidAt = TimeProvider.System.GetUtcNow();
    }
}
