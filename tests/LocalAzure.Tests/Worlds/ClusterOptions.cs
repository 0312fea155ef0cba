using CloudOrchestrator.LocalAzure.Clouds;

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>How a test's cluster differs from the usual one.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Of whatever is random in it; also which of the storage's faults come.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The app's folder; default the published one.</summary>
    public string? AppFolder { get; init; }

    /// <summary>Changes what the cloud is started with.</summary>
    public Func<LocalCloudOptions, LocalCloudOptions> Cloud { get; init; } = static options => options;
}
