using System.Diagnostics;
using System.Globalization;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Counting;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.StoreOnAzure;

/// <summary>Requests and billed transactions of each operation, counted; dirty marks apart.</summary>
internal static class RoundTrips
{
    private const int Objects = 10_000;
    private const int ValueBytes = 2048;
    private const int Behind = 100;
    private const int Collections = 60;

    public static async Task MeasureAsync()
    {
        var storage = new FakeStorage(TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0 } });
        await Instance.PrepareAsync(storage);
        await using var first = new Instance("first", storage);
        await using var second = new Instance("second", storage);
        var (own, other) = (first.Collection("counted"), second.Collection("counted"));
        await PutAsync(own, "warm");
        await other.ReadCurrentAsync(CancellationToken.None);
        await own.ReadCurrentAsync(CancellationToken.None);

        await CountAsync(storage, "create, warm", () => PutAsync(own, "created"));
        await CountAsync(storage, "update, warm", () => PutAsync(own, "created"));
        await CountAsync(storage, "get or list, nothing changed", async () => await own.ReadCurrentAsync(CancellationToken.None));
        for (var change = 0; change < Behind; change++)
        {
            await PutAsync(other, $"behind{change}");
        }

        await CountAsync(storage, $"get or list, {Behind} changes behind", async () => await own.ReadCurrentAsync(CancellationToken.None));
        await Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) => await PutAsync(own, $"object{index:D5}"));
        await using var cold = new Instance("cold", storage);
        var clock = Stopwatch.StartNew();
        await CountAsync(storage, $"cold open of {Objects} objects", async () =>
        {
            var state = await cold.Collection("counted").ReadCurrentAsync(CancellationToken.None);
            if (state.Count < Objects)
            {
                throw new InvalidOperationException($"The collection opened with {state.Count} objects.");
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  it took {clock.Elapsed.TotalMilliseconds:0} ms without latency"));
        await MinutesAsync(storage, first);
    }

    private static async Task MinutesAsync(FakeStorage storage, Instance instance)
    {
        var collections = Enumerable.Range(0, Collections).Select(number => instance.Collection($"c{number}")).ToList();
        await Task.WhenAll(collections.Select(collection => PutAsync(collection, "one")));
        await CountAsync(storage, $"an idle minute, {Collections} collections open", () => Task.Delay(TimeSpan.FromMinutes(1)));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await CountAsync(storage, $"a watched minute, {Collections} collections, nothing changes", () => Task.WhenAll(collections.Select(collection => WatchAsync(collection, stop.Token))));
    }

    private static async Task WatchAsync(IDocumentCollection collection, CancellationToken cancellationToken)
    {
        try
        {
            var watch = (WatchOutcome.Watching)await collection.WatchAsync((await collection.ReadAnyAsync(cancellationToken)).Revision, cancellationToken);
            await foreach (var batch in watch.Batches.WithCancellation(cancellationToken))
            {
                _ = batch;
            }
        }
        catch (OperationCanceledException)
        {
            // The minute is over.
        }
    }

    private static async Task PutAsync(IDocumentCollection collection, string key)
    {
        var value = Sample.Value(ValueBytes);
        if (await collection.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(value, -1))), CancellationToken.None) is not WriteOutcome.Committed)
        {
            throw new InvalidOperationException($"The write of {key} failed.");
        }
    }

    private static async Task CountAsync(FakeStorage storage, string what, Func<Task> run)
    {
        var before = storage.Counts.Take();
        await run();
        var spent = CountSnapshot.Subtract(storage.Counts.Take(), before);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {spent.Total.Requests} requests, {spent.Total.Billed} billed"));
    }
}
