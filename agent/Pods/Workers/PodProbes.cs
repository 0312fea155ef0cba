using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Probes;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Runs the probes of a pod's running containers.</summary>
internal sealed class PodProbes(NodeContext node, PodEvents events, Action<string, ProbeVerdict> found)
{
    private readonly Dictionary<string, CancellationTokenSource> _running = [];

    /// <summary>Begins and ends probes so that exactly the running containers of a pod that is to run have theirs.</summary>
    public void Follow(PodView view)
    {
        var wanted = view.Terminating || view.Pod is null ? [] : view.Observed.Containers.Where(state => state.Phase == ContainerPhase.Running).ToList();
        foreach (var id in _running.Keys.Where(id => wanted.All(state => state.Id != id)).ToList())
        {
            End(id);
        }

        foreach (var state in wanted.Where(state => !_running.ContainsKey(state.Id)))
        {
            var container = view.Spec.Containers.Concat(view.Spec.InitContainers ?? []).FirstOrDefault(candidate => candidate.Name == state.Name);
            if (container is not null && (container.StartupProbe ?? container.ReadinessProbe ?? container.LivenessProbe) is not null)
            {
                Begin(view, container, state);
            }
        }
    }

    public void Stop()
    {
        foreach (var id in _running.Keys.ToList())
        {
            End(id);
        }
    }

    private void Begin(PodView view, V1Container container, ContainerState state)
    {
        var end = new CancellationTokenSource();
        _running[state.Id] = end;
        var address = view.Spec.HostNetwork == true ? node.Node.Address
            : view.Observed.Sandbox?.Addresses is { Count: > 0 } addresses ? addresses[0]
            : "127.0.0.1";
        var runner = new ProbeRunner(node.Runtime, node.Time, events, container, state, address, verdict => found(state.Id, verdict));
        _ = Task.Run(() => runner.RunAsync(end.Token));
    }

    private void End(string id)
    {
        _running.Remove(id, out var end);
        end!.Cancel();
        end.Dispose();
    }
}
