using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Ticks;

/// <summary>One tick's parts as they go.</summary>
internal sealed class TickTurn(ILogger logger, FunctionsMeter meter, CancellationToken cancellationToken)
{
    /// <summary>How many keys were reconciled.</summary>
    public int Runs { get; private set; }

    /// <summary>How many of their writes changed something.</summary>
    public int Writes { get; private set; }

    /// <summary>How many keys did not get through. They come again by themselves as long as the process lives, and with the next resync: one key that
    /// nobody can get through must not have everything looked at each minute.</summary>
    public int Failures { get; private set; }

    /// <summary>How many keys were refused for good.</summary>
    public int Refused { get; private set; }

    /// <summary>The parts that failed, with the reason.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Does one part. Its failure is told at the end.</summary>
    public async Task TakeAsync(string part, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TickPartFailed(logger, part, fault);
            Broken.Add($"{part}: {fault.Message}");
        }
    }

    /// <summary>Counts what was run.</summary>
    public void Add(RunReport report)
    {
        Runs += report.Runs;
        Writes += report.Writes;
        Failures += report.Failures.Count;
        Refused += report.Refused.Count;
        meter.Refused("Tick", report.Refused.Count);
    }
}
