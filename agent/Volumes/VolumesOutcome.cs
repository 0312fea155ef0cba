namespace CloudOrchestrator.Volumes;

/// <summary>What became of a pod's volumes.</summary>
public abstract record VolumesOutcome
{
    private VolumesOutcome()
    {
    }

    /// <summary>All are there.</summary>
    /// <param name="Paths">Where each is on the machine, by volume name.</param>
    public sealed record Ready(IReadOnlyDictionary<string, string> Paths) : VolumesOutcome;

    /// <summary>One cannot be made, now at least.</summary>
    /// <param name="Volume">Its name.</param>
    /// <param name="Message">Why, fit to be shown to the pod's owner.</param>
    public sealed record Failed(string Volume, string Message) : VolumesOutcome;
}
