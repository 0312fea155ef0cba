namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Which reactors this version has. During a deployment news comes from instances of another, and of others' reactors.</summary>
internal sealed class KnownReactors(IReadOnlySet<string> names)
{
    /// <summary>How long instances of two versions may run side by side: so long news that this version can do nothing with is left to be delivered again,
    /// in the end to an instance of the other.</summary>
    public static readonly TimeSpan DeploymentMax = TimeSpan.FromMinutes(15);

    /// <summary>Whether this version has it.</summary>
    public bool Has(string reactor) => names.Contains(reactor);

    /// <summary>Whether news of that time, of a reactor that this version does not have, may be for one that has.</summary>
    public static bool MayStillBeTaken(DateTimeOffset? at, DateTimeOffset now) => now - at < DeploymentMax;
}
