using System.Diagnostics;
using System.Globalization;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.StoreOnAzure;

/// <summary>Object writes a second to one collection, at 10 ms a transaction and 5 ms a read, with the partition's target enforced.</summary>
internal static class WriteRate
{
    private const int WritersPerInstance = 256;
    private const int ValueBytes = 2048;

    public static async Task MeasureAsync(TimeSpan time)
    {
        foreach (var instances in new[] { 1, 2, 4 })
        {
            var storage = new FakeStorage(TimeProvider.System, new FakeStorageOptions { Latency = StorageLatency.Typical });
            await Instance.PrepareAsync(storage);
            await using var all = new Disposables<Instance>([.. Enumerable.Range(0, instances).Select(number => new Instance($"i{number}", storage))]);
            await RunAsync(all.Items, time / 4);
            var before = storage.Counts.Take();
            var (writes, longest) = await RunAsync(all.Items, time);
            var spent = storage.Counts.Take() - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{instances} instances: {writes / time.TotalSeconds:0} writes/s, the longest write {longest:0} ms, {writes / (double)Math.Max(1, spent.Total.Requests):0.0} writes a request, {spent.Total.Failed} of {spent.Total.Requests} requests failed"));
        }
    }

    private static async Task<(long Writes, double LongestMilliseconds)> RunAsync(IReadOnlyList<Instance> instances, TimeSpan time)
    {
        long writes = 0;
        var longest = 0.0;
        var lockLongest = new Lock();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(instances.SelectMany(instance => Enumerable.Range(0, WritersPerInstance).Select(async writer =>
        {
            var collection = instance.Collection("written");
            for (var round = 0; clock.Elapsed < time; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var value = Sample.Value(ValueBytes);
                var outcome = await collection.CommitAsync(
                    new Write($"{instance.Name}-{writer:D3}-{round % 8}", _ => new WriteDecision.Put(new Document(value, -1))), CancellationToken.None);
                if (outcome is not WriteOutcome.Committed)
                {
                    throw new InvalidOperationException($"A write was answered {outcome}.");
                }

                Interlocked.Increment(ref writes);
                lock (lockLongest)
                {
                    longest = Math.Max(longest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }
        })));
        return (writes, longest);
    }
}
