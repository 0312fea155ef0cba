using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions;

/// <summary>Makes the store usable, once in the process's life: whoever needs the store waits for it here. Where it fails, whoever comes next has it tried again.</summary>
/// <param name="prepare">One attempt.</param>
/// <param name="logger">Says why an attempt failed.</param>
internal sealed class Preparation(Func<CancellationToken, Task> prepare, ILogger<Preparation> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task? _attempt;

    /// <summary>Begins it. The process listens meanwhile.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Attempt();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    /// <summary>Ends once the store can be used.</summary>
    /// <exception cref="StoreException">It cannot be used now.</exception>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var attempt = Attempt();
        return attempt.IsCompletedSuccessfully ? attempt : attempt.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The attempt that is running or was enough; a new one where the last failed.</summary>
    private Task Attempt()
    {
        lock (_lock)
        {
            if (_attempt is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _attempt = TryAsync();
            }

            return _attempt;
        }
    }

    private async Task TryAsync()
    {
        // Not in the caller's time: it holds the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await prepare(_stopping.Token).ConfigureAwait(false);
        }
        catch (StoreException fault)
        {
            Log.NotPrepared(logger, fault.Message);
            throw;
        }
        catch (Exception fault) when (!_stopping.IsCancellationRequested)
        {
            Log.PreparationFailed(logger, fault);
            throw new StoreException("The store could not be prepared.", fault);
        }
    }
}
