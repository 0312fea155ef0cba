namespace CloudOrchestrator.Host.Functions;

/// <summary>Ends the process in order, with an exit code.</summary>
internal sealed class HostEnd(IHostApplicationLifetime lifetime)
{
    private int _code = ExitCodes.Failed;

    /// <summary>The code to end with.</summary>
    public int Code => Volatile.Read(ref _code);

    /// <summary>Begins the end.</summary>
    /// <param name="code">One of <see cref="ExitCodes"/>.</param>
    public void Begin(int code)
    {
        ArgumentOutOfRangeException.ThrowIfZero(code);
        Volatile.Write(ref _code, code);
        lifetime.StopApplication();
    }
}
