namespace CloudOrchestrator.Volumes;

/// <summary>Where volumes are kept.</summary>
public sealed record VolumeOptions
{
    /// <summary>A folder of the agent's own; pods' folders go below it.</summary>
    public required string DataFolder { get; init; }
}
