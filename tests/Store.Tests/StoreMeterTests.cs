using System.Diagnostics.Metrics;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Tests;

public sealed class StoreMeterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meter_AfterCommits_ReportsObjectsAndHistoryOfTheCollection()
    {
        const string collection = "metered";
        var read = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == StoreMeter.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            // Other tests have stores of their own.
            if (tags.ToArray().Any(tag => tag is { Key: "collection", Value: collection }))
            {
                read[instrument.Name] = value;
            }
        });
        listener.Start();
        await using (var engine = new StoreEngine(new MemoryCommitLog(), TimeProvider.System, NullLogger<StoreEngine>.Instance))
        {
            var things = engine.Collection(new CollectionDefinition(collection, []));
            foreach (var key in new[] { "a", "b", "a" })
            {
                await things.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(new byte[1000], -1))), Token);
            }

            listener.RecordObservableInstruments();
        }

        Assert.Equal(2, read["cloudorchestrator.store.objects"]);
        Assert.InRange(read["cloudorchestrator.store.history"], 1000, 10_000);
        read.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(read);
    }
}
