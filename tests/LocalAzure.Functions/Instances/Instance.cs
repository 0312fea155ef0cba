using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Counting;
using CloudOrchestrator.LocalAzure.Functions.Processes;

namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>A machine of the platform: a Functions host, and the handler that it started.</summary>
public sealed class Instance
{
    private readonly Lock _lock = new();
    private readonly HashSet<Invocation> _active = [];
    private readonly ScaleGroup _group;
    private readonly InvocationCounts _counts;
    private readonly BilledTime _billed;
    private TaskCompletionSource _idle = Completed();

    internal Instance(ScaleGroup group, string name, FunctionApp app, HandlerCommand command, InstanceLog log, InvocationCounts counts, TimeProvider time)
    {
        _group = group;
        _counts = counts;
        _billed = counts.Meter(group.Name);
        Name = name;
        App = app;
        Log = log;
        Time = time;
        IdleSince = time.GetTimestamp();
        Handler = new Handler(command, log, time);
    }

    /// <summary>Such as <c>http-1</c>; also its <c>WEBSITE_INSTANCE_ID</c>.</summary>
    public string Name { get; }

    /// <summary>Such as <c>http</c>, or <c>function:Tick</c>.</summary>
    public string ScaleGroup => _group.Name;

    public FunctionApp App { get; }

    public InstanceLog Log { get; }

    public InstanceState State { get; internal set; }

    /// <summary>Invocations on it.</summary>
    public int Active
    {
        get
        {
            lock (_lock)
            {
                return _active.Count;
            }
        }
    }

    /// <summary>Processes of the handler started so far.</summary>
    public int HandlerStarts => Handler.Starts;

    /// <summary>The handler's process, while there is one.</summary>
    public int? HandlerProcessId => Handler.ProcessId;

    internal Handler Handler { get; }

    internal TimeProvider Time { get; }

    /// <summary>Whether someone waits to see it idle for long.</summary>
    internal bool Resting { get; set; }

    /// <summary>When it last had work.</summary>
    internal long IdleSince { get; private set; }

    /// <summary>Waits until its handler listens.</summary>
    public Task ListensAsync(CancellationToken cancellationToken) => Handler.ListensAsync(cancellationToken);

    /// <summary>Only the handler dies, by SIGKILL; the host starts it again and counts an error.</summary>
    public void KillHandler() => Handler.Kill();

    /// <summary>The machine is gone at once, host and handler: every invocation on it is cut, and nothing of it is replayed.</summary>
    public Task KillAsync() => _group.KillAsync(this);

    internal void Begin(Invocation invocation)
    {
        lock (_lock)
        {
            if (_active.Count == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _active.Add(invocation);
        }

        _billed.Enter();
        _counts.Began(invocation.Function.Name);
    }

    internal void End(Invocation invocation, TimeSpan duration, bool failed)
    {
        _billed.Leave();
        _counts.Ended(invocation.Function.Name, duration, failed);
        lock (_lock)
        {
            _active.Remove(invocation);
            if (_active.Count == 0)
            {
                IdleSince = Time.GetTimestamp();
                _idle.TrySetResult();
            }
        }

        _group.Rest(this);
    }

    /// <summary>Waits until nothing is executed on it.</summary>
    internal Task IdleAsync()
    {
        lock (_lock)
        {
            return _idle.Task;
        }
    }

    /// <summary>Kills it. What runs on it is cut before the connections break, so that nothing takes it for a crash of the handler.</summary>
    internal async Task EndAsync()
    {
        Invocation[] active;
        lock (_lock)
        {
            active = [.. _active];
        }

        Log.Write("host", $"The instance ends with {active.Length} invocations on it.");
        foreach (var invocation in active)
        {
            invocation.CutFor(CutReason.InstanceGone);
        }

        await Handler.DisposeAsync();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
