using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace CloudOrchestrator.StoreAndEtcd;

/// <summary>The figures of one store in one run. Times in milliseconds.</summary>
internal static class Measurement
{
    /// <summary>Bytes of a value.</summary>
    public const int ValueBytes = 2048;

    private const int Listed = 10_000;
    private const int Watchers = 100;
    private const int WatchedWritesPerSecond = 50;

    public static async Task<IReadOnlyList<(string Figure, double Value)>> OfAsync(IPeer peer, TimeSpan time)
    {
        var figures = new List<(string, double)>();
        await PutsAsync(peer, 16, time / 4);
        foreach (var writers in new[] { 1, 16, 64, 256 })
        {
            var (rate, p50, p99) = await PutsAsync(peer, writers, time);
            figures.AddRange([($"puts/s, {writers} writers", rate), ($"put p50 ms, {writers} writers", p50), ($"put p99 ms, {writers} writers", p99)]);
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Listed), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) => await peer.PutAsync($"list/{index:D5}", Value(0)));
        figures.Add(("gets/s, 1 reader", await RateAsync(time, async index => await peer.GetAsync($"list/{index % Listed:D5}"))));
        figures.Add(($"list of {Listed} ms", 1000 / await RateAsync(time, async _ =>
        {
            var bytes = await peer.ListAsync("list/");
            if (bytes != (long)Listed * ValueBytes)
            {
                throw new InvalidOperationException($"{peer.Name} listed {bytes} bytes.");
            }
        })));
        var delivery = await DeliveryAsync(peer, time);
        figures.AddRange([($"watch delivery p50 ms, {Watchers} watchers", delivery.P50), ($"watch delivery p99 ms, {Watchers} watchers", delivery.P99)]);
        return figures;
    }

    private static async Task<(double Rate, double P50, double P99)> PutsAsync(IPeer peer, int writers, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var index = 0; clock.Elapsed < time; index++)
            {
                var started = Stopwatch.GetTimestamp();
                await peer.PutAsync($"put/{writer:D3}-{index % 1000:D4}", Value(started));
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        return (latencies.Count / clock.Elapsed.TotalSeconds, Percentile(latencies, 0.50), Percentile(latencies, 0.99));
    }

    private static async Task<double> RateAsync(TimeSpan time, Func<int, Task> run)
    {
        await run(0);
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < time; count++)
        {
            await run(count);
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>From the call of a write, whose value says when that was, to each watcher.</summary>
    private static async Task<(double P50, double P99)> DeliveryAsync(IPeer peer, TimeSpan time)
    {
        using var stop = new CancellationTokenSource();
        var latencies = new ConcurrentBag<double>();
        for (var watcher = 0; watcher < Watchers; watcher++)
        {
            await peer.WatchAsync("watch/", value => latencies.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(value.Span)).TotalMilliseconds), stop.Token);
        }

        var writes = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / WatchedWritesPerSecond));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time && await timer.WaitForNextTickAsync(); writes++)
        {
            await peer.PutAsync($"watch/{writes % 10}", Value(Stopwatch.GetTimestamp()));
        }

        for (var clock = Stopwatch.StartNew(); latencies.Count < writes * Watchers; await Task.Delay(20))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(10))
            {
                throw new InvalidOperationException($"{peer.Name} delivered {latencies.Count} of {writes * Watchers} changes.");
            }
        }

        await stop.CancelAsync();
        return (Percentile(latencies, 0.50), Percentile(latencies, 0.99));
    }

    /// <summary>Text as compressible as an object's JSON; its first eight bytes are the time.</summary>
    private static byte[] Value(long timestamp)
    {
        var value = new byte[ValueBytes];
        for (var index = 0; index < ValueBytes; index++)
        {
            value[index] = (byte)('a' + (Random.Shared.Next() & (index % 4 == 0 ? 15 : 1)));
        }

        BinaryPrimitives.WriteInt64LittleEndian(value, timestamp);
        return value;
    }

    private static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
