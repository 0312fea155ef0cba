using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Pods.Workers;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Conformance;
using CloudOrchestrator.Volumes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Workers;

/// <summary>A node whose engine, API and clock are doubles. A second one over the first one's doubles is the agent started again.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private const long Gibibyte = 1L << 30;
    private const int SettlesPerStep = 100;

    private readonly CancellationTokenSource _end = new();
    private readonly DirectoryInfo _folder;
    private readonly PodFleet _fleet;
    private readonly FakeDoorbell _doorbell = new();

    public TestNode(TestNode? before = null)
    {
        Time = before?.Time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Engine = before?.Engine ?? new FakeEngine(Time);
        Api = before?.Api ?? new FakePodApi();
        Configuration = before?.Configuration ?? new FakeConfiguration();
        _folder = before?._folder ?? Directory.CreateTempSubdirectory("node");
        Api.Removed = pod => _doorbell.Ring(new PodNotice.Removed(pod));
        var runtime = new FakeRuntime(Engine, new RuntimeScope("cluster", "node")) { Time = Time };
        var context = new NodeContext(
            runtime,
            VolumeServices.Create(new VolumeOptions { DataFolder = _folder.FullName }, Configuration),
            Configuration,
            Api,
            Events,
            Time,
            new NodeAddresses("node", "192.0.2.9"),
            Gibibyte,
            NullLogger.Instance);
        _fleet = new PodFleet(context, _doorbell, Health);
    }

    public FakeTimeProvider Time { get; }

    public FakeEngine Engine { get; }

    public FakePodApi Api { get; }

    public FakeConfiguration Configuration { get; }

    public RecordedEvents Events { get; } = new();

    public RuntimeHealth Health { get; } = new();

    public INodePods Pods => _fleet;

    /// <summary>Starts looking after these pods.</summary>
    public async Task StartAsync(params V1Pod[] pods)
    {
        await _fleet.StartAsync(_end.Token);
        List(pods);
    }

    /// <summary>The node's pods are these and no others.</summary>
    public void List(params V1Pod[] pods) => _doorbell.Ring(new PodNotice.Listed([.. pods.Select(pod => Api.Find(pod.Metadata.Uid) ?? Api.Put(pod))]));

    /// <summary>A pod is changed, and the node hears of it.</summary>
    public void Change(V1Pod pod, Action<V1Pod> change) => _doorbell.Ring(new PodNotice.Changed(Api.Change(pod.Metadata.Uid, change)));

    /// <summary>A pod is to end.</summary>
    public void Delete(V1Pod pod, int graceSeconds) => Change(pod, changed =>
    {
        changed.Metadata.DeletionTimestamp = Time.GetUtcNow().UtcDateTime.AddSeconds(graceSeconds);
        changed.Metadata.DeletionGracePeriodSeconds = graceSeconds;
    });

    /// <summary>A pod's object goes at once.</summary>
    public async Task ForceDeleteAsync(V1Pod pod) => await Api.DeleteAsync(pod, CancellationToken.None);

    public Task UntilAsync(V1Pod pod, string expectation, Func<V1PodStatus, bool> holds) =>
        Api.WaitAsync(() => Api.Find(pod.Metadata.Uid)?.Status is { ContainerStatuses: not null } status && holds(status), expectation);

    public Task UntilRunningAsync(V1Pod pod) =>
        UntilAsync(pod, "a running pod", status => status.Phase == "Running" && status.ContainerStatuses.All(container => container.State.Running is not null));

    public Task UntilWaitingAsync(V1Pod pod, string reason) =>
        UntilAsync(pod, reason, status => status.ContainerStatuses[0].State.Waiting?.Reason == reason);

    public Task UntilGoneAsync(V1Pod pod) => Api.WaitAsync(() => Api.Find(pod.Metadata.Uid) is null, "the pod's object gone");

    /// <summary>Moves the clock, step by step, until something holds; each step lets the workers go on.</summary>
    public async Task AdvanceUntilAsync(Func<bool> holds, TimeSpan step, int stepsMax, string expectation)
    {
        for (var steps = 0; !holds(); steps++)
        {
            Assert.True(steps < stepsMax * SettlesPerStep, $"never came: {expectation}; the engine was asked {string.Join(", ", Engine.Calls)}");
            if (steps % SettlesPerStep == 0)
            {
                Time.Advance(step);
            }

            // The workers run on the pool: they get their turn, however busy the machine.
            await Task.Delay(1);
        }
    }

    public Task AdvanceUntilGoneAsync(V1Pod pod, TimeSpan step, int stepsMax) =>
        AdvanceUntilAsync(() => Api.Find(pod.Metadata.Uid) is null, step, stepsMax, "the pod's object gone");

    /// <summary>A pod with one container that does as told.</summary>
    public static V1Pod Pod(params string[] command) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { Name = "pod", NamespaceProperty = "default", Uid = Guid.NewGuid().ToString(), Generation = 1 },
        Spec = new V1PodSpec
        {
            NodeName = "node",
            RestartPolicy = "Always",
            TerminationGracePeriodSeconds = 30,
            Containers = [Container("main", command)],
        },
    };

    public static V1Container Container(string name, params string[] command) => new()
    {
        Name = name,
        Image = "test/image:1",
        ImagePullPolicy = "IfNotPresent",
        Command = command.Length == 0 ? ["sleep"] : command,
    };

    /// <summary>The agent ends; what it made stays.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _fleet.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _fleet.Dispose();
        _end.Dispose();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
