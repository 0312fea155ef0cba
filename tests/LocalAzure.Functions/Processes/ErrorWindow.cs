namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>Counts the errors of a handler: so many without a quiet half hour between them end the host.</summary>
internal sealed class ErrorWindow(TimeProvider time)
{
    private const int ErrorsMax = 3;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);
    private long _last;
    private int _errors;

    /// <summary>Notes one; false if it is one too many.</summary>
    public bool Add()
    {
        var now = time.GetTimestamp();
        _errors = _errors > 0 && time.GetElapsedTime(_last, now) >= Quiet ? 1 : _errors + 1;
        _last = now;
        return _errors < ErrorsMax;
    }
}
