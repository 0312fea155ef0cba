namespace CloudOrchestrator.LocalAzure.Functions.Counting;

/// <summary>The counts at a moment, or between two.</summary>
/// <param name="Functions">By the functions' names; absent: never called.</param>
/// <param name="Billed">By scale group: the billed time of all its instances together.</param>
/// <param name="InstanceGigabytes">The size of an instance.</param>
public sealed record CountSnapshot(
    IReadOnlyDictionary<string, FunctionCount> Functions,
    IReadOnlyDictionary<string, TimeSpan> Billed,
    double InstanceGigabytes)
{
    /// <summary>Of all functions.</summary>
    public long Executions => Functions.Values.Sum(count => count.Executions);

    /// <summary>What the platform takes money for, beside executions.</summary>
    public double GigabyteSeconds => Billed.Values.Sum(time => time.TotalSeconds) * InstanceGigabytes;

    public FunctionCount this[string function] => Functions.GetValueOrDefault(function) ?? FunctionCount.None;

    public static CountSnapshot operator -(CountSnapshot later, CountSnapshot earlier) => later with
    {
        Functions = later.Functions.ToDictionary(pair => pair.Key, pair => pair.Value - earlier[pair.Key], StringComparer.Ordinal),
        Billed = later.Billed.ToDictionary(pair => pair.Key, pair => pair.Value - earlier.Billed.GetValueOrDefault(pair.Key), StringComparer.Ordinal),
    };
}
