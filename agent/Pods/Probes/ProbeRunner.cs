using System.Net.Sockets;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Probes;

/// <summary>Runs one container's probes: the startup probe first, then readiness and liveness side by side.</summary>
internal sealed class ProbeRunner(
    IContainerRuntime runtime, TimeProvider time, PodEvents events, V1Container container, ContainerState state, string address, Action<ProbeVerdict> found)
{
    private const int FailuresDefault = 3;

    private readonly Lock _lock = new();
    private ProbeVerdict _verdict = new(container.StartupProbe is null, container.StartupProbe is null && container.ReadinessProbe is null, null);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            found(_verdict);
            if (container.StartupProbe is { } startup)
            {
                var started = false;
                await LoopAsync("Startup", startup, healthy => started = healthy, () => started, cancellationToken).ConfigureAwait(false);
                if (!started)
                {
                    Change(verdict => verdict with { Unhealthy = "failed startup probe" });
                    return;
                }

                Change(verdict => verdict with { Started = true, Ready = container.ReadinessProbe is null });
            }

            await Task.WhenAll(
                container.ReadinessProbe is { } readiness
                    ? LoopAsync("Readiness", readiness, healthy => Change(verdict => verdict with { Ready = healthy }), () => false, cancellationToken)
                    : Task.CompletedTask,
                container.LivenessProbe is { } liveness ? LivenessAsync(liveness, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The container ended, or is to.
        }
    }

    private async Task LivenessAsync(V1Probe liveness, CancellationToken cancellationToken)
    {
        var failed = false;
        await LoopAsync("Liveness", liveness, healthy => failed = !healthy, () => failed, cancellationToken).ConfigureAwait(false);
        Change(verdict => verdict with { Unhealthy = "failed liveness probe" });
    }

    /// <summary>Probes until told to stop, and says each verdict that counts: so many successes or failures in a row.</summary>
    private async Task LoopAsync(string kind, V1Probe probe, Action<bool> judge, Func<bool> enough, CancellationToken cancellationToken)
    {
        var begin = (state.StartedAt ?? state.CreatedAt) + TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0) - time.GetUtcNow();
        if (begin > TimeSpan.Zero)
        {
            await Task.Delay(begin, time, cancellationToken).ConfigureAwait(false);
        }

        var (successes, failures) = (0, 0);
        while (true)
        {
            var (healthy, message) = await ProbeAsync(probe, cancellationToken).ConfigureAwait(false);
            (successes, failures) = healthy ? (successes + 1, 0) : (0, failures + 1);
            if (!healthy)
            {
                events.Warning("Unhealthy", $"{kind} probe failed: {message}", container.Name);
            }

            if (successes >= Math.Max(1, probe.SuccessThreshold ?? 1) && successes > 0)
            {
                judge(true);
            }
            else if (failures >= (probe.FailureThreshold ?? FailuresDefault))
            {
                judge(false);
                if (kind == "Startup")
                {
                    return;
                }
            }

            if (enough())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(bool Healthy, string Message)> ProbeAsync(V1Probe probe, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        using var limited = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            return probe.HttpGet is { } get ? await NetworkProbes.GetAsync(get, container, address, either.Token).ConfigureAwait(false)
                : probe.TcpSocket is { } connect ? await NetworkProbes.ConnectAsync(connect, container, address, either.Token).ConfigureAwait(false)
                : probe.Exec is { } exec ? await ExecuteAsync(exec, either.Token).ConfigureAwait(false)
                : (false, "this node does not serve that kind of probe");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"no answer within {limit.TotalSeconds:0}s");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException)
        {
            return (false, fault.Message);
        }
    }

    private async Task<(bool Healthy, string Message)> ExecuteAsync(V1ExecAction exec, CancellationToken cancellationToken)
    {
        var result = await runtime.ExecuteAsync(state.Id, [.. exec.Command], cancellationToken).ConfigureAwait(false);
        return result.Fault is { } fault ? (false, fault.Message) : (result.Value.ExitCode == 0, result.Value.Output);
    }

    private void Change(Func<ProbeVerdict, ProbeVerdict> change)
    {
        ProbeVerdict verdict;
        lock (_lock)
        {
            var before = _verdict;
            verdict = _verdict = change(before);
            if (verdict == before)
            {
                return;
            }
        }

        found(verdict);
    }
}
