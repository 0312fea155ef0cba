using System.Diagnostics;
using System.Text;

namespace CloudOrchestrator.ApplyToRunning;

/// <summary>Creates and gets a second over TLS at 1, 16 and 64 connections, beside floors measured in the same run.</summary>
internal static class Throughput
{
    private const int ObjectBytes = 1500;
    private const int SyncBytes = 8 * 1024;
    private static int _names;

    public static async Task MeasureAsync(BenchmarkCluster cluster, string folder, TimeSpan time)
    {
        Console.WriteLine($"floor: write and fdatasync of {SyncBytes / 1024} KiB: {SyncMilliseconds(folder):0.00} ms");
        foreach (var connections in new[] { 1, 16, 64 })
        {
            using var client = cluster.Connect(connections);
            var floor = await RateAsync(client, connections, time, static client => client.GetAsync("/livez"));
            var creates = await RateAsync(client, connections, time, CreateAsync);
            var gets = await RateAsync(client, connections, time, static client => client.GetAsync("/api/v1/namespaces/default/pods/p1"));
            Console.WriteLine($"{connections} connections: creates {creates:0}/s, gets {gets:0}/s; floor /livez {floor:0}/s; ratios {creates / floor:0.00}, {gets / floor:0.00}");
        }
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client)
    {
        var name = $"p{Interlocked.Increment(ref _names)}";
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name + "\",\"annotations\":{\"padding\":\"" + new string('x', ObjectBytes - 300)
            + "\"}},\"spec\":{\"schedulerName\":\"none\",\"containers\":[{\"name\":\"a\",\"image\":\"a\"}]}}";
        return client.PostAsync("/api/v1/namespaces/default/pods", new StringContent(body, Encoding.UTF8, "application/json"));
    }

    private static async Task<double> RateAsync(HttpClient client, int connections, TimeSpan time, Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        await LoadAsync(client, connections, time / 4, send);
        return await LoadAsync(client, connections, time, send);
    }

    /// <summary>Requests a second; the first, shorter load warms both sides up.</summary>
    private static async Task<double> LoadAsync(HttpClient client, int connections, TimeSpan time, Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (clock.Elapsed < time)
            {
                using var answer = await send(client);
                answer.EnsureSuccessStatusCode();
                Interlocked.Increment(ref count);
            }
        }));
        return count / clock.Elapsed.TotalSeconds;
    }

    private static double SyncMilliseconds(string folder)
    {
        const int Times = 200;
        var path = Path.Combine(folder, "sync");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var block = new byte[SyncBytes];
        var clock = Stopwatch.StartNew();
        for (var count = 0; count < Times; count++)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }

        var average = clock.Elapsed.TotalMilliseconds / Times;
        file.Close();
        File.Delete(path);
        return average;
    }
}
