namespace CloudOrchestrator.Pods;

/// <summary>Whether the container engine answers.</summary>
public sealed class RuntimeHealth
{
    private readonly Lock _lock = new();
    private string? _problem = "container runtime status check may not have completed yet";

    /// <summary>Raised when the engine goes away or comes back.</summary>
    public event Action? Changed;

    /// <summary>Why the engine does not answer; null if it does.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
            {
                return _problem;
            }
        }
    }

    internal void Set(string? problem)
    {
        lock (_lock)
        {
            if (_problem == problem)
            {
                return;
            }

            _problem = problem;
        }

        Changed?.Invoke();
    }
}
