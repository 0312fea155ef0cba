namespace CloudOrchestrator.Host.Functions;

/// <summary>How the process ends. Never with 0: the Functions host would not start it again, and fail every request from then on.</summary>
internal static class ExitCodes
{
    /// <summary>It cannot start, or ends for no reason of its own. Started again; after three in 30 minutes the host ends too.</summary>
    public const int Failed = 1;

    /// <summary>It was asked to end by a signal.</summary>
    public const int Terminated = 143;

    /// <summary>It wants to be started anew; the host does not count that as an error.</summary>
    public const int Recycled = 200;
}
