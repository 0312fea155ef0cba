using System.Diagnostics.Metrics;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Reports what a store holds in memory, as the meter <c>CloudOrchestrator.Store</c>; a number for each open collection.</summary>
internal sealed class StoreMeter : IDisposable
{
    public const string Name = "CloudOrchestrator.Store";

    private readonly Meter _meter = new(Name);

    public StoreMeter(Func<IReadOnlyList<CollectionMemory>> memory)
    {
        _meter.CreateObservableGauge("cloudorchestrator.store.objects", () => memory().Select(of => Of(of, of.Objects)), "{object}", "Objects held in memory");
        _meter.CreateObservableGauge("cloudorchestrator.store.history", () => memory().Select(of => Of(of, of.HistoryBytes)), "By", "Bytes that older states and changes hold in memory beside the newest state");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Of(CollectionMemory memory, long value) => new(value, new KeyValuePair<string, object?>("collection", memory.Collection));
}
