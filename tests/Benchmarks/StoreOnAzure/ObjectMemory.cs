using System.Globalization;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.StoreOnAzure;

/// <summary>Bytes that an object takes in an instance's memory.</summary>
internal static class ObjectMemory
{
    private const int Objects = 10_000;
    private const int ValueBytes = 2048;

    public static async Task MeasureAsync()
    {
        var storage = new FakeStorage(TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0 } });
        await Instance.PrepareAsync(storage);
        await using (var writer = new Instance("writer", storage))
        {
            var collection = writer.Collection("held");
            await Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) =>
            {
                var value = Sample.Value(ValueBytes);
                await collection.CommitAsync(new Write($"namespace/object{index:D5}", _ => new WriteDecision.Put(new Document(value, -1))), CancellationToken.None);
            });
        }

        await using var reader = new Instance("reader", storage);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var state = await reader.Collection("held").ReadCurrentAsync(CancellationToken.None);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an object of {ValueBytes} bytes takes {held / state.Count} bytes in memory, once opened ({state.Count} objects)"));
    }
}
