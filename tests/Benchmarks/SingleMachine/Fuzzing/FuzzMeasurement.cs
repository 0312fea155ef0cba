using System.Collections.Concurrent;
using System.Diagnostics;
using CloudOrchestrator.ApiServer.Tests.Pipeline;
using CloudOrchestrator.SingleMachine.Running;
using CsCheck;

namespace CloudOrchestrator.SingleMachine.Fuzzing;

/// <summary>Sends requests that no client means, and looks how the server bears it: what it answers, whether it answers in time, what it has in memory.</summary>
internal static class FuzzMeasurement
{
    /// <summary>After these the server is warm: its memory from then on is to stay below 1.5 times as much.</summary>
    private const int Warm = 10_000;
    private const double Growth = 1.5;
    private const int Senders = 8;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <returns>The exit code: 1 if a request failed or hung, or if memory grew by half.</returns>
    public static async Task<int> RunAsync(int requests)
    {
        using var folder = new DataFolder();
        await using var cluster = await BenchmarkCluster.StartAsync(folder.Path, nodes: 0);
        var server = cluster.Processes.Single().Id;
        using var client = cluster.ConnectHttp2();
        client.Timeout = Deadline;
        var (codes, sent, clock, after) = (new ConcurrentDictionary<string, int>(), 0, Stopwatch.StartNew(), new ConcurrentDictionary<int, double>());
        await FuzzedRequest.Any.SampleAsync(
            async fuzzed =>
            {
                codes.AddOrUpdate(await SendAsync(client, fuzzed), 1, static (_, count) => count + 1);
                var number = Interlocked.Increment(ref sent);
                if (number % (requests / 10) == 0 || number == Warm)
                {
                    after[number] = ProcessFigures.ResidentMegabytes(server);
                    Figures.Say($"{number} requests in {clock.Elapsed.TotalSeconds:0} s: {after[number]:0} MB resident");
                }
            },
            iter: requests,
            threads: Senders);
        foreach (var (code, count) in codes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Figures.Say($"{code}: {count}");
        }

        var failed = codes.Keys.Any(code => code is "no answer in time" || (code[0] == '5' && code != "504"));
        return failed || after[requests] > Growth * after[Warm] ? 1 : 0;
    }

    /// <summary>What came of it: a status code, or in words. 504 is how Kubernetes says that a version is yet to come.</summary>
    private static async Task<string> SendAsync(HttpClient client, FuzzedRequest fuzzed)
    {
        using var request = fuzzed.To(client.BaseAddress!);
        if (request is null)
        {
            return "no request";
        }

        try
        {
            using var answer = await client.SendAsync(request);
            if ((int)answer.StatusCode is >= 500 and not 504)
            {
                Console.WriteLine($"{(int)answer.StatusCode}: {fuzzed}: {await answer.Content.ReadAsStringAsync()}");
            }

            return $"{(int)answer.StatusCode}";
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"No answer in time: {fuzzed}");
            return "no answer in time";
        }
        catch (HttpRequestException fault)
        {
            return fault.InnerException is null ? fault.Message : fault.InnerException.Message;
        }
    }
}
