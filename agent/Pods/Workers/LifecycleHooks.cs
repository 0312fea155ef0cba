using System.Net.Sockets;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Probes;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Runs what a container wants run after its start and before its end.</summary>
internal sealed class LifecycleHooks(IContainerRuntime runtime, TimeProvider time)
{
    /// <summary>Runs a hook.</summary>
    /// <returns>Why it failed; null if it did not.</returns>
    public async Task<string?> RunAsync(
        V1LifecycleHandler hook, string containerId, PodView view, V1Container container, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            return await RunAsync(hook, containerId, view, container, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"the hook did not end within {limit.TotalSeconds:0} s";
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException)
        {
            return fault.Message;
        }
    }

    private async Task<string?> RunAsync(V1LifecycleHandler hook, string containerId, PodView view, V1Container container, CancellationToken cancellationToken)
    {
        if (hook.Sleep is { } sleep)
        {
            await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (hook.Exec is { } exec)
        {
            var result = await runtime.ExecuteAsync(containerId, [.. exec.Command], cancellationToken).ConfigureAwait(false);
            return result.Fault is { } fault ? fault.Message
                : result.Value.ExitCode != 0 ? $"command '{string.Join(' ', exec.Command)}' exited with {result.Value.ExitCode}: {result.Value.Output}"
                : null;
        }

        if (hook.HttpGet is { } get)
        {
            var (healthy, message) = await NetworkProbes.GetAsync(get, container, PodAddress(view), cancellationToken).ConfigureAwait(false);
            return healthy ? null : message;
        }

        return null;
    }

    private static string PodAddress(PodView view) =>
        view.Observed.Sandbox?.Addresses is { Count: > 0 } addresses ? addresses[0] : "127.0.0.1";
}
