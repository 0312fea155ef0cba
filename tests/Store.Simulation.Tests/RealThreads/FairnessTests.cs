using System.Diagnostics;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store.AzureTables;
using Xunit;

namespace CloudOrchestrator.Store.Simulation.Tests.RealThreads;

/// <summary>Instances that write to one collection as fast as they can: each gets its turn.</summary>
public sealed class FairnessTests
{
    private const int Instances = 4;
    private const int WritersEach = 16;

    /// <summary>The share of all commits that an instance gets at least is its fair one by this.</summary>
    private const int ShareDivisor = 5;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    /// <summary>A starved writer waits to the end. The figure on a quiet machine is half a second.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Run_FourInstancesOnOneCollection_NoneStarves()
    {
        var storage = new FakeStorage(TimeProvider.System, new FakeStorageOptions { Latency = StorageLatency.Typical });
        AzureTablesOptions Options(string instance) => new() { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport(instance) };
        await AzureTablesServices.PrepareAsync(Options("prepare"), TimeProvider.System, TestContext.Current.CancellationToken);
        await using var world = new RealWorld();
        for (var number = 0; number < Instances; number++)
        {
            var name = $"i{number}";
            world.Start(services => services.AddAzureTablesLog(Options(name)));
        }

        var started = Stopwatch.StartNew();
        var results = await Task.WhenAll(world.Copies.Select((copy, instance) => Task.Run(async () =>
        {
            var writers = await Task.WhenAll(Enumerable.Range(0, WritersEach).Select(writer => WriteAsync(copy, $"{instance}.{writer}", started)));
            return (Writes: writers.Sum(result => result.Writes), Longest: writers.Max(result => result.Longest));
        })));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", results.Select(result => $"{result.Writes} writes, longest {result.Longest.TotalMilliseconds:F0} ms")));
        var fair = results.Sum(result => result.Writes) / Instances;
        Assert.All(results, result => Assert.InRange(result.Writes, fair / ShareDivisor, int.MaxValue));
        Assert.All(results, result => Assert.InRange(result.Longest, TimeSpan.Zero, WaitMax));
    }

    private static async Task<(int Writes, TimeSpan Longest)> WriteAsync(IDocumentCollection things, string key, Stopwatch started)
    {
        var (writes, longest) = (0, TimeSpan.Zero);
        while (started.Elapsed < Span)
        {
            var asked = started.Elapsed;
            Assert.IsType<WriteOutcome.Committed>(await things.CommitAsync(
                new Write(key, _ => new WriteDecision.Put(new Document(new byte[100], -1))), CancellationToken.None));
            var waited = started.Elapsed - asked;
            (writes, longest) = (writes + 1, waited > longest ? waited : longest);
        }

        return (writes, longest);
    }
}
