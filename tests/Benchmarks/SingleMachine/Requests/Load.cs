using System.Collections.Concurrent;
using System.Diagnostics;
using CloudOrchestrator.SingleMachine.Running;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>One kind of request, sent over so many connections one after the other on each.</summary>
internal static class Load
{
    /// <summary>Sends for so long, after a quarter of that for the new connections, and prints: requests a second, times, the server's CPU time and allocations a request.</summary>
    /// <param name="peer">Where to.</param>
    /// <param name="what">What the figures call it.</param>
    /// <param name="connections">How many senders, each with a connection of its own.</param>
    /// <param name="time">For how long.</param>
    /// <param name="send">Sends the request of this number, from 0, and takes the whole answer.</param>
    /// <param name="allocations">Of the server; null: not counted.</param>
    public static Task MeasureAsync(Peer peer, string what, int connections, TimeSpan time, Func<HttpClient, int, Task> send, AllocationCounter? allocations) =>
        MeasureAsync(peer, what, connections, time / 4, time, send, allocations);

    /// <summary>The same from the first request on.</summary>
    public static Task MeasureFirstAsync(Peer peer, string what, int connections, TimeSpan time, Func<HttpClient, int, Task> send, AllocationCounter? allocations) =>
        MeasureAsync(peer, what, connections, TimeSpan.Zero, time, send, allocations);

    private static async Task MeasureAsync(
        Peer peer, string what, int connections, TimeSpan before, TimeSpan time, Func<HttpClient, int, Task> send, AllocationCounter? allocations)
    {
        var clients = Enumerable.Range(0, connections).Select(_ => peer.Connect()).ToList();
        var number = new Sequence();
        await SendAsync(clients, before, send, number);
        var allocated = allocations is null ? 0 : await allocations.BytesAsync();
        var cpu = ProcessFigures.CpuSeconds(peer.Process);
        var clock = Stopwatch.StartNew();
        var times = await SendAsync(clients, time, send, number);
        var elapsed = clock.Elapsed.TotalSeconds;
        cpu = ProcessFigures.CpuSeconds(peer.Process) - cpu;
        allocated = allocations is null ? double.NaN : await allocations.BytesAsync() - allocated;
        clients.ForEach(client => client.Dispose());
        Figures.Say($"| {what}, {connections} | {peer.Name} | {times.Count / elapsed:0} | {Figures.Percentile(times, 50):0.00} / {Figures.Percentile(times, 99):0.00} | {cpu * 1000 / times.Count:0.000} | {allocated / times.Count / 1024:0.0} |");
    }

    /// <summary>Throws if the server refused.</summary>
    public static async Task<int> TakeAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        return (int)(answer.Content.Headers.ContentLength ?? 0);
    }

    /// <summary>Milliseconds of each.</summary>
    private static async Task<IReadOnlyCollection<double>> SendAsync(List<HttpClient> clients, TimeSpan time, Func<HttpClient, int, Task> send, Sequence number)
    {
        var times = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            do
            {
                var started = Stopwatch.GetTimestamp();
                await send(client, Interlocked.Increment(ref number.Value) - 1);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            while (clock.Elapsed < time);
        })));
        return times;
    }

    private sealed class Sequence
    {
        public int Value;
    }
}
