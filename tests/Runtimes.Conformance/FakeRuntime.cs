using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CloudOrchestrator.Runtimes.Conformance;

/// <summary>A runtime on the engine in memory.</summary>
public sealed class FakeRuntime(FakeEngine engine, RuntimeScope scope) : IContainerRuntime
{
    private const long Gibibyte = 1L << 30;

    public RuntimeScope Scope => scope;

    /// <summary>The clock that graces are measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Task<RuntimeResult<RuntimeDescription>> DescribeAsync(CancellationToken cancellationToken) =>
        engine.Silent
            ? new TaskCompletionSource<RuntimeResult<RuntimeDescription>>().Task.WaitAsync(cancellationToken)
            : Do("", () => new RuntimeResult<RuntimeDescription>(new RuntimeDescription("fake", "1.0", 2, Gibibyte, "Test", "1.0", "amd64", "/nowhere")));

    public Task<RuntimeResult<IReadOnlyDictionary<string, PodObservation>>> ObserveAllAsync(CancellationToken cancellationToken) =>
        Do("", () => new RuntimeResult<IReadOnlyDictionary<string, PodObservation>>(engine.ObserveAllNeedsLock(scope)));

    public Task<RuntimeResult<PodObservation>> ObserveAsync(string podUid, CancellationToken cancellationToken) =>
        Do("", () => new RuntimeResult<PodObservation>(engine.ObserveNeedsLock(scope, podUid)));

    public async IAsyncEnumerable<RuntimeEvent> WatchAsync(Action connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (engine.Watch(scope.ClusterId) is not { } events)
        {
            yield break;
        }

        connected();
        await foreach (var happened in events.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }

    public Task<RuntimeResult<SandboxState>> CreateSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken) =>
        Do($"sandbox #{spec.Attempt}", () => engine.CreateSandboxNeedsLock(scope, spec));

    public Task<RuntimeResult<Nothing>> StopSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        Do("stop sandbox", () => engine.EndSandboxNeedsLock(sandboxId, remove: false));

    public Task<RuntimeResult<Nothing>> RemoveSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        Do("remove sandbox", () => engine.EndSandboxNeedsLock(sandboxId, remove: true));

    public Task<RuntimeResult<string>> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        Do($"create {spec.Name}#{spec.Attempt}", () => engine.CreateContainerNeedsLock(scope, spec));

    public Task<RuntimeResult<Nothing>> StartContainerAsync(string containerId, CancellationToken cancellationToken) =>
        Do("", () =>
        {
            var found = engine.FindNeedsLock(containerId);
            engine.Calls.Add(found.Fault is null ? $"start {found.Value.Spec.Name}#{found.Value.Spec.Attempt}" : "start unknown");
            return engine.StartNeedsLock(containerId);
        });

    public async Task<RuntimeResult<Nothing>> StopContainerAsync(string containerId, TimeSpan grace, CancellationToken cancellationToken)
    {
        var stopping = await Do("", () =>
        {
            var found = engine.FindNeedsLock(containerId);
            engine.Calls.Add(found.Fault is null ? string.Create(CultureInfo.InvariantCulture, $"stop {found.Value.Spec.Name}#{found.Value.Spec.Attempt} {grace.TotalSeconds:0}s") : "stop unknown");
            return engine.StopNeedsLock(containerId, grace);
        });
        if (stopping.Fault is { } fault)
        {
            return fault;
        }

        if (stopping.Value is { } stubborn)
        {
            try
            {
                await stubborn.Ended.Task.WaitAsync(grace, Time, cancellationToken);
            }
            catch (TimeoutException)
            {
                engine.Do("", () =>
                {
                    engine.KillNeedsLock(stubborn);
                    return new RuntimeResult<Nothing>(default(Nothing));
                });
            }
        }

        return default(Nothing);
    }

    public Task<RuntimeResult<Nothing>> RemoveContainerAsync(string containerId, CancellationToken cancellationToken) =>
        Do("remove container", () => engine.RemoveNeedsLock(containerId));

    public Task<RuntimeResult<ExecResult>> ExecuteAsync(string containerId, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        Do($"exec {string.Join(' ', command)}", () =>
        {
            if (engine.FindNeedsLock(containerId).Fault is { } fault)
            {
                return fault;
            }

            var (code, lines) = FakeEngine.Run(command);
            return new RuntimeResult<ExecResult>(new ExecResult(code ?? 0, string.Concat(lines.Select(line => line + "\n"))));
        });

    public async Task<RuntimeResult<Nothing>> CopyLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var found = await Do("", () => engine.FindNeedsLock(containerId));
        if (found.Fault is { } fault)
        {
            return fault;
        }

        if (query.Follow)
        {
            await found.Value.Ended.Task.WaitAsync(cancellationToken);
        }

        var lines = found.Value.Output.Where(line => query.Since is null || line.At >= query.Since).ToList();
        foreach (var (at, line) in lines.Skip(query.TailLines is { } tail ? Math.Max(0, lines.Count - (int)tail) : 0))
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(query.Timestamps ? $"{at:O} {line}\n" : $"{line}\n"), cancellationToken);
        }

        return default(Nothing);
    }

    public Task<RuntimeResult<ImageState>> FindImageAsync(string reference, CancellationToken cancellationToken) =>
        Do("", () => engine.Images.Contains(reference) ? Image(reference) : NoImage(reference));

    public Task<RuntimeResult<ImageState>> PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken) =>
        Do($"pull {reference}", () =>
        {
            if (!engine.Registry.Contains(reference))
            {
                return new RuntimeFault(RuntimeFaultKind.Refused, $"manifest for {reference} not found");
            }

            engine.Images.Add(reference);
            return Image(reference);
        });

    public Task<RuntimeResult<IReadOnlyList<ImageState>>> ListImagesAsync(CancellationToken cancellationToken) =>
        Do("", () => new RuntimeResult<IReadOnlyList<ImageState>>([.. engine.Images.Select(image => Image(image).Value)]));

    private static RuntimeResult<ImageState> Image(string reference) => new ImageState(FakeEngine.ImageId(reference), [reference], "", 1);

    private static RuntimeResult<ImageState> NoImage(string reference) => new RuntimeFault(RuntimeFaultKind.NotFound, $"No such image: {reference}");

    private Task<RuntimeResult<T>> Do<T>(string call, Func<RuntimeResult<T>> act) => Task.FromResult(engine.Do(call, act));
}
