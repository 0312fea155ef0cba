using System.Globalization;
using System.Threading.Channels;

namespace CloudOrchestrator.Runtimes.Conformance;

/// <summary>
/// A container engine in memory. Its programs are words: <c>exit N</c>, <c>sleep</c>, <c>stubborn</c>, <c>print A B</c>, <c>missing</c>.
/// Tests end containers, take the engine away and bring it back.
/// </summary>
public sealed class FakeEngine(TimeProvider time)
{
    private const int Terminated = 143;
    private const int Killed = 137;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeContainer> _containers = [];
    private readonly Dictionary<string, (SandboxSpec Spec, string ClusterId, string Address, DateTimeOffset CreatedAt, bool Running)> _sandboxes = [];
    private readonly List<(string ClusterId, ChannelWriter<RuntimeEvent> Events)> _watchers = [];
    private int _lastId;
    private bool _down;

    /// <summary>Images on the machine.</summary>
    public HashSet<string> Images { get; } = ["test/image:1"];

    /// <summary>Images that can be pulled.</summary>
    public HashSet<string> Registry { get; } = [];

    /// <summary>Calls in the order they came, such as <c>start main#0</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The next sandbox cannot be made, for this reason.</summary>
    public string? SandboxProblem { get; set; }

    public static string ImageId(string image) => $"sha256:{image.GetHashCode(StringComparison.Ordinal):x8}";

    /// <summary>A runtime on this engine.</summary>
    public FakeRuntime For(RuntimeScope scope) => new(this, scope);

    /// <summary>It takes connections and answers nothing, as a process that is stopped.</summary>
    public bool Silent { get; set; }

    /// <summary>The engine goes away: with it every container's process, as without live restore.</summary>
    public void GoAway(bool killContainers)
    {
        lock (_lock)
        {
            _down = true;
            foreach (var container in _containers.Values.Where(container => killContainers && container.State.Phase == ContainerPhase.Running))
            {
                EndNeedsLock(container, Killed, tell: false);
            }

            foreach (var id in _sandboxes.Keys.Where(_ => killContainers).ToList())
            {
                _sandboxes[id] = _sandboxes[id] with { Running = false };
            }

            foreach (var (_, events) in _watchers)
            {
                events.Complete();
            }

            _watchers.Clear();
        }
    }

    public void ComeBack()
    {
        lock (_lock)
        {
            _down = false;
        }
    }

    /// <summary>The newest running container of a name ends.</summary>
    public void End(string podUid, string name, int exitCode, bool outOfMemory = false)
    {
        lock (_lock)
        {
            var container = _containers.Values.Last(container => container.Spec.Pod.Uid == podUid && container.Spec.Name == name && container.State.Phase == ContainerPhase.Running);
            container.OutOfMemory = outOfMemory;
            EndNeedsLock(container, exitCode, tell: true);
        }
    }

    /// <summary>Specs of all containers ever made that are still there.</summary>
    public IReadOnlyList<ContainerSpec> Specs()
    {
        lock (_lock)
        {
            return [.. _containers.Values.Select(container => container.Spec)];
        }
    }

    internal RuntimeResult<T> Do<T>(string call, Func<RuntimeResult<T>> act)
    {
        lock (_lock)
        {
            if (_down)
            {
                return new RuntimeFault(RuntimeFaultKind.Unreachable, "the fake engine is away");
            }

            if (call.Length > 0)
            {
                Calls.Add(call);
            }

            return act();
        }
    }

    internal ChannelReader<RuntimeEvent>? Watch(string clusterId)
    {
        lock (_lock)
        {
            if (_down)
            {
                return null;
            }

            var events = Channel.CreateUnbounded<RuntimeEvent>();
            _watchers.Add((clusterId, events.Writer));
            return events.Reader;
        }
    }

    internal RuntimeResult<SandboxState> CreateSandboxNeedsLock(RuntimeScope scope, SandboxSpec spec)
    {
        if (SandboxProblem is { } problem)
        {
            SandboxProblem = null;
            return new RuntimeFault(RuntimeFaultKind.Refused, problem);
        }

        var id = NewIdNeedsLock();
        _sandboxes[id] = (spec, scope.ClusterId, string.Create(CultureInfo.InvariantCulture, $"10.0.0.{_lastId}"), time.GetUtcNow(), Running: true);
        return SandboxNeedsLock(id);
    }

    internal RuntimeResult<Nothing> EndSandboxNeedsLock(string id, bool remove)
    {
        if (_sandboxes.TryGetValue(id, out var sandbox))
        {
            _sandboxes[id] = sandbox with { Running = false };
            if (remove)
            {
                _sandboxes.Remove(id);
            }

            TellNeedsLock(sandbox.ClusterId, sandbox.Spec.Pod.Uid);
        }

        return default(Nothing);
    }

    internal PodObservation ObserveNeedsLock(RuntimeScope scope, string podUid) => new(
        [.. _sandboxes.Where(entry => entry.Value.ClusterId == scope.ClusterId && entry.Value.Spec.Pod.Uid == podUid).Select(entry => SandboxNeedsLock(entry.Key)).OrderBy(sandbox => sandbox.Attempt)],
        [.. _containers.Values.Where(container => container.ClusterId == scope.ClusterId && container.Spec.Pod.Uid == podUid).Select(container => container.State)
            .OrderBy(container => container.Name, StringComparer.Ordinal).ThenBy(container => container.Attempt)]);

    internal IReadOnlyDictionary<string, PodObservation> ObserveAllNeedsLock(RuntimeScope scope) =>
        _sandboxes.Values.Where(sandbox => sandbox.ClusterId == scope.ClusterId).Select(sandbox => sandbox.Spec.Pod.Uid)
            .Concat(_containers.Values.Where(container => container.ClusterId == scope.ClusterId).Select(container => container.Spec.Pod.Uid))
            .Distinct().ToDictionary(uid => uid, uid => ObserveNeedsLock(scope, uid));

    internal RuntimeResult<string> CreateContainerNeedsLock(RuntimeScope scope, ContainerSpec spec)
    {
        if (!Images.Contains(spec.Image))
        {
            return new RuntimeFault(RuntimeFaultKind.NotFound, $"No such image: {spec.Image}");
        }

        var same = _containers.Values.FirstOrDefault(container => container.Spec.Pod == spec.Pod && container.Spec.Name == spec.Name && container.Spec.Attempt == spec.Attempt);
        if (same?.State.Phase == ContainerPhase.Running)
        {
            return new RuntimeFault(RuntimeFaultKind.Refused, "the name is in use");
        }

        if (same is not null)
        {
            _containers.Remove(same.Id);
        }

        var id = NewIdNeedsLock();
        _containers[id] = new FakeContainer { Id = id, Spec = spec, ClusterId = scope.ClusterId, CreatedAt = time.GetUtcNow() };
        return id;
    }

    internal RuntimeResult<Nothing> StartNeedsLock(string id)
    {
        if (!_containers.TryGetValue(id, out var container))
        {
            return Unknown(id);
        }

        const int CannotRun = 127;
        if (container.Spec.Command is ["missing", ..])
        {
            container.StartError = "no such program";
            container.ExitCode = CannotRun;
            container.FinishedAt = time.GetUtcNow();
            container.Ended.TrySetResult();
            return new RuntimeFault(RuntimeFaultKind.Refused, container.StartError);
        }

        container.StartedAt = time.GetUtcNow();
        var (code, lines) = Run(container.Spec.Command);
        container.Output.AddRange(lines.Select(line => (time.GetUtcNow(), line)));
        if (code is { } exitCode)
        {
            EndNeedsLock(container, exitCode, tell: true);
        }

        return default(Nothing);
    }

    /// <summary>The container to wait for, if it does not end at once.</summary>
    internal RuntimeResult<FakeContainer?> StopNeedsLock(string id, TimeSpan grace)
    {
        if (!_containers.TryGetValue(id, out var container) || container.State.Phase != ContainerPhase.Running)
        {
            return new RuntimeResult<FakeContainer?>(value: null);
        }

        if (grace > TimeSpan.Zero && container.Spec.Command is ["stubborn", ..])
        {
            return container;
        }

        EndNeedsLock(container, grace > TimeSpan.Zero ? Terminated : Killed, tell: true);
        return new RuntimeResult<FakeContainer?>(value: null);
    }

    internal void KillNeedsLock(FakeContainer container)
    {
        if (container.State.Phase == ContainerPhase.Running)
        {
            EndNeedsLock(container, Killed, tell: true);
        }
    }

    internal RuntimeResult<Nothing> RemoveNeedsLock(string id)
    {
        if (_containers.Remove(id, out var container))
        {
            container.Ended.TrySetResult();
            TellNeedsLock(container.ClusterId, container.Spec.Pod.Uid);
        }

        return default(Nothing);
    }

    internal RuntimeResult<FakeContainer> FindNeedsLock(string id) => _containers.TryGetValue(id, out var container) ? container : Unknown(id);

    /// <summary>What a program says and what it ends with; null if it goes on.</summary>
    internal static (int? ExitCode, IReadOnlyList<string> Lines) Run(IReadOnlyList<string> command) => command switch
    {
        ["exit", var code] => (int.Parse(code, CultureInfo.InvariantCulture), []),
        ["print", ..] => (0, [.. command.Skip(1)]),
        _ => (null, []),
    };

    private static RuntimeFault Unknown(string id) => new(RuntimeFaultKind.NotFound, $"No such container: {id}");

    private string NewIdNeedsLock() => (++_lastId).ToString("x12", CultureInfo.InvariantCulture);

    private SandboxState SandboxNeedsLock(string id)
    {
        var sandbox = _sandboxes[id];
        return new SandboxState(id, sandbox.Spec.Pod, sandbox.Spec.Attempt, sandbox.Running, sandbox.Running && !sandbox.Spec.HostNetwork ? [sandbox.Address] : [], sandbox.CreatedAt);
    }

    private void EndNeedsLock(FakeContainer container, int exitCode, bool tell)
    {
        container.ExitCode = exitCode;
        container.FinishedAt = time.GetUtcNow();
        container.Ended.TrySetResult();
        if (tell)
        {
            TellNeedsLock(container.ClusterId, container.Spec.Pod.Uid);
        }
    }

    private void TellNeedsLock(string clusterId, string podUid)
    {
        foreach (var (_, events) in _watchers.Where(watcher => watcher.ClusterId == clusterId))
        {
            events.TryWrite(new RuntimeEvent(podUid));
        }
    }
}
