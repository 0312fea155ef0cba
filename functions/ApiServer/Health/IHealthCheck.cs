namespace CloudOrchestrator.ApiServer.Health;

/// <summary>One thing that has to be right for the server to be well.</summary>
internal interface IHealthCheck
{
    /// <summary>Its name in paths and reports.</summary>
    string Name { get; }

    /// <summary>Whether it says that the process must be started again when it fails.</summary>
    bool CountsForLife { get; }

    /// <summary>Whether it is right.</summary>
    ValueTask<bool> IsWellAsync(CancellationToken cancellationToken);
}
