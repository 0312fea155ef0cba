using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace CloudOrchestrator.SingleMachine.Running;

/// <summary>Counts what a .NET process allocates: its runtime says so over its diagnostics port, once a second.</summary>
internal sealed class AllocationCounter : IDisposable
{
    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _bytes;

    public AllocationCounter(int process)
    {
        var provider = new EventPipeProvider("System.Runtime", EventLevel.Informational, arguments: new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" });
        _session = new DiagnosticsClient(process).StartEventPipeSession(provider, requestRundown: false);
        _reading = Task.Run(Read);
    }

    /// <summary>Bytes until the next time that the process says so: what was allocated before this call is in it.</summary>
    public async Task<double> BytesAsync()
    {
        // The first that comes may have been under way already.
        await NextAsync();
        await NextAsync();
        lock (_lock)
        {
            return _bytes;
        }
    }

    public void Dispose()
    {
        _session.Stop();
        _reading.Wait();
        _session.Dispose();
    }

    private async Task NextAsync()
    {
        Task said;
        lock (_lock)
        {
            said = _said.Task;
        }

        await said.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += Take;
        source.Process();
    }

    private void Take(TraceEvent said)
    {
        if (said.EventName != "EventCounters" || ((IDictionary<string, object>)said.PayloadValue(0))["Payload"] is not IDictionary<string, object> { } counter || (string)counter["Name"] != "alloc-rate")
        {
            return;
        }

        lock (_lock)
        {
            _bytes += Convert.ToDouble(counter["Increment"], null);
            (var before, _said) = (_said, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            before.SetResult();
        }
    }
}
