using k8s.Models;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>A pod's quality-of-service class, and what follows from it.</summary>
internal static class QualityOfService
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";

    private const int ScoreGuaranteed = -997;
    private const int ScoreBestEffort = 1000;

    private static readonly string[] Counted = ["cpu", "memory"];

    public static string Of(V1PodSpec spec)
    {
        var containers = spec.Containers.Concat(spec.InitContainers ?? []).ToList();
        if (containers.All(container => Counted.All(resource => Positive(container.Resources?.Limits, resource) is null && Positive(container.Resources?.Requests, resource) is null)))
        {
            return BestEffort;
        }

        return containers.All(container => Counted.All(resource =>
            Positive(container.Resources?.Limits, resource) is { } limit && (Positive(container.Resources?.Requests, resource) ?? limit) == limit))
            ? Guaranteed
            : Burstable;
    }

    /// <summary>Who asked for more of the machine's memory is ended later.</summary>
    public static int OutOfMemoryScore(V1PodSpec spec, V1Container container, long machineMemoryBytes)
    {
        const int ScoreMax = 1000;
        const int BurstableMin = 2;
        return Of(spec) switch
        {
            Guaranteed => ScoreGuaranteed,
            BestEffort => ScoreBestEffort,
            _ => (int)Math.Clamp(
                ScoreMax - (Positive(container.Resources?.Requests, "memory") ?? 0) * ScoreMax / Math.Max(1, machineMemoryBytes), BurstableMin, ScoreMax - 1),
        };
    }

    private static decimal? Positive(IDictionary<string, ResourceQuantity>? resources, string name) =>
        resources is not null && resources.TryGetValue(name, out var quantity) && quantity.ToDecimal() is > 0 and var amount ? amount : null;
}
