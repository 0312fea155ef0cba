using Docker.DotNet.Models;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Listens to a pull for the one thing that matters: that it failed.</summary>
internal sealed class PullProgress : IProgress<JSONMessage>
{
    private volatile string? _error;

    /// <inheritdoc/>
    public void Report(JSONMessage value)
    {
        if (value.Error is { Message: { Length: > 0 } message })
        {
            _error = message;
        }
    }

    /// <exception cref="PullException">The pull failed.</exception>
    public void ThrowIfFailed()
    {
        if (_error is { } message)
        {
            throw new PullException(message);
        }
    }
}
