using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.SingleMachine.Running;
using CloudOrchestrator.StoreAndEtcd;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>From the sending of a write to its arrival at each of many watchers.</summary>
internal static class WatchMeasurement
{
    /// <summary>The namespace that is watched.</summary>
    public const string WatchedIn = "watched";

    private const int Written = 10;
    private const int StreamsPerConnection = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>How long is written and delivered before it is measured.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>A write has the time of its sending in it, in ticks of the stopwatch.</summary>
    private static ReadOnlySpan<byte> Mark => "\"sent\":\""u8;

    public static async Task MeasureAsync(Peer server, EtcdPeer etcd, int watchers, int writesPerSecond, TimeSpan time)
    {
        var clients = Enumerable.Range(0, 1 + ((watchers - 1) / StreamsPerConnection)).Select(_ => server.Connect()).ToList();
        var pods = $"/api/v1/namespaces/{WatchedIn}/pods";
        using var writer = server.Connect();
        var value = await PodDocuments.Pod("p", 0, scheduled: false).ReadAsByteArrayAsync();
        await Load.TakeAsync(writer.DeleteAsync(pods));
        for (var number = 0; number < Written; number++)
        {
            await Load.TakeAsync(writer.PostAsync(pods, PodDocuments.Pod($"watched-{number}", number, scheduled: false)));
        }

        await DeliverAsync(
            server.Name,
            (number, onSent, stop) => WatchAsync(clients[number / StreamsPerConnection], pods, onSent, stop),
            (number, sent) => Load.TakeAsync(writer.PatchAsync($"{pods}/watched-{number % Written}", Annotation(sent))));
        await DeliverAsync(
            "etcd",
            (_, onSent, stop) => etcd.WatchAsync("watch/", value => onSent(Sent(value.Span)), stop),
            async (number, sent) => await etcd.PutAsync($"watch/{number % Written}", (byte[])[.. Encoding.ASCII.GetBytes($"\"sent\":\"{Text(sent)}\""), .. value]));
        clients.ForEach(client => client.Dispose());

        async Task DeliverAsync(string name, Func<int, Action<long>, CancellationToken, Task> watch, Func<int, long, Task> write)
        {
            using var stop = new CancellationTokenSource();
            var times = new ConcurrentBag<double>();
            for (var number = 0; number < watchers; number++)
            {
                await watch(number, sent => times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds), stop.Token);
            }

            var warmed = await WriteAsync(writesPerSecond, WarmUp, write);
            await ArrivedAsync(name, times, warmed * watchers);
            times.Clear();
            var cpu = ProcessFigures.CpuSeconds(server.Process);
            var writes = await WriteAsync(writesPerSecond, time, write);
            await ArrivedAsync(name, times, writes * watchers);
            cpu = name == server.Name ? (ProcessFigures.CpuSeconds(server.Process) - cpu) * 1000 / times.Count : double.NaN;
            await stop.CancelAsync();
            Figures.Say($"| {watchers} watchers, {writesPerSecond} writes a second | {name} | {times.Count / time.TotalSeconds:0} deliveries | {Figures.Percentile(times, 50):0.00} / {Figures.Percentile(times, 99):0.00} | {cpu:0.000} a delivery | |");
        }
    }

    /// <summary>How many were written.</summary>
    private static async Task<int> WriteAsync(int perSecond, TimeSpan time, Func<int, long, Task> write)
    {
        var writes = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time && await timer.WaitForNextTickAsync(); writes++)
        {
            await write(writes, Stopwatch.GetTimestamp());
        }

        return writes;
    }

    private static async Task ArrivedAsync(string name, ConcurrentBag<double> times, int expected)
    {
        for (var clock = Stopwatch.StartNew(); times.Count < expected; await Task.Delay(20))
        {
            if (clock.Elapsed > Deadline)
            {
                throw new InvalidOperationException($"{name} delivered {times.Count} of {expected} changes.");
            }
        }
    }

    /// <summary>Returns once the watch is open: what is written from now on arrives.</summary>
    private static async Task WatchAsync(HttpClient client, string path, Action<long> onSent, CancellationToken stop)
    {
        var version = JsonNode.Parse(await client.GetStringAsync($"{path}?limit=1", stop))!["metadata"]!["resourceVersion"]!;
        var stream = await client.GetStreamAsync($"{path}?watch=1&resourceVersion={version}", stop);
        _ = Task.Run(() => ReadAsync(stream, onSent, stop), CancellationToken.None);
    }

    private static async Task ReadAsync(Stream stream, Action<long> onSent, CancellationToken stop)
    {
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(stop);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    onSent(Sent(rest.Slice(0, end).ToArray()));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The measurement is over.
        }
    }

    private static long Sent(ReadOnlySpan<byte> document)
    {
        var start = document.IndexOf(Mark);
        return start >= 0 && Utf8Parser.TryParse(document[(start + Mark.Length)..], out long sent, out _) ? sent : throw new InvalidOperationException("What came has no mark.");
    }

    private static ByteArrayContent Annotation(long sent)
    {
        var content = PodDocuments.Json($$$$"""{"metadata":{"annotations":{"sent":"{{{{Text(sent)}}}}"}}}""");
        content.Headers.ContentType = new("application/merge-patch+json");
        return content;
    }

    private static string Text(long sent) => sent.ToString(CultureInfo.InvariantCulture);
}
