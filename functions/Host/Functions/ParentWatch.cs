namespace CloudOrchestrator.Host.Functions;

/// <summary>Ends this process when the Functions host is gone: killed, it takes its handler with it nowhere, which then holds its port and its memory for ever.</summary>
/// <remarks>Asked for, the kernel would tell us (<c>PR_SET_PDEATHSIG</c>); but it does so when the <em>thread</em> ends that started us, and in
/// the host that is one of a pool. So the parent is looked at now and then.</remarks>
/// <param name="parent">The parent's id at the start.</param>
/// <param name="current">The parent's id now; another once the parent is gone.</param>
/// <param name="time">The clock.</param>
/// <param name="end">Ends the process.</param>
/// <param name="logger">Says so.</param>
internal sealed class ParentWatch(int parent, Func<int> current, TimeProvider time, HostEnd end, ILogger<ParentWatch> logger) : IHostedService, IDisposable
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (current() != parent)
        {
            Dispose();
            Log.ParentGone(logger);
            end.Begin(ExitCodes.Failed);
        }
    }
}
