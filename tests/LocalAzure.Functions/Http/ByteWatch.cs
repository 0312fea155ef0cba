namespace CloudOrchestrator.LocalAzure.Functions.Http;

/// <summary>Gives up a proxied call over which no byte of a body has passed for long.</summary>
internal sealed class ByteWatch(TimeProvider time) : IDisposable
{
    /// <summary>Measured at the real host's proxy.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);

    private readonly CancellationTokenSource _silence = new(Limit, time);

    /// <summary>Cancelled after so long a silence.</summary>
    public CancellationToken Silence => _silence.Token;

    public void Touch()
    {
        try
        {
            _silence.CancelAfter(Limit);
        }
        catch (ObjectDisposedException)
        {
            // The rest of a body that nobody waits for.
        }
    }

    public void Dispose() => _silence.Dispose();
}
