using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Simulation;

/// <summary>Three writers of one log with every fault, on one thread and a clock moved by hand.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int CommitsEach = 40;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(3);

    private static readonly Func<Random, Fault>[] EveryFault =
    [
        _ => Fault.DropRequest(),
        _ => Fault.DropRequest(Loss.Silence),
        _ => Fault.DropAnswer(),
        _ => Fault.CutAnswer(),
        _ => Fault.DropAnswer(Loss.Silence),
        random => Fault.Delay(TimeSpan.FromSeconds(random.Next(12)), TimeSpan.FromSeconds(random.Next(12))),
        random => Fault.LandLate(TimeSpan.FromSeconds(random.Next(31))),
        random => Fault.Duplicate(TimeSpan.FromMilliseconds(random.Next(100)), answersSecond: random.Next(2) == 0),
        _ => Fault.Answer(TableErrors.UpdateConditionNotSatisfied),
        _ => Fault.Answer(TableErrors.EntityAlreadyExists),
        _ => Fault.Answer(StorageError.InternalError),
        _ => Fault.Answer(StorageError.OperationTimedOut, lands: true),
        _ => Fault.Answer(StorageError.ServerBusy),
        _ => Fault.InnerAnswer(StorageError.ServerBusy),
        _ => Fault.InnerAnswer(StorageError.ServerBusy, lands: true),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Writers_EveryFault_LeaveALogWithoutGapLossOrDouble(int seed)
    {
        output.WriteLine($"seed {seed}");
        var (log, acknowledged, storage) = Run(seed);

        Assert.Equal(Enumerable.Range(1, 3 * CommitsEach).Select(revision => $"e|{revision:D8}"), log.Select(row => row.RowKey));
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), log.Select(row => row.GetString("Id")).Order(StringComparer.Ordinal));
        Assert.Equal(12, storage.Faults.Struck.Count);
        output.WriteLine(string.Join(", ", storage.Faults.Struck.Select(struck => $"{struck.Value} x {struck.Key}")));
        output.WriteLine(storage.Counts.Take().ToString());
    }

    [Fact]
    public void Run_SameSeed_IsTheSameToTheLastByte()
    {
        var first = Run(4);
        var second = Run(4);

        Assert.Equal(first.Log.Select(row => (row.GetString("Id"), row.ETag)), second.Log.Select(row => (row.GetString("Id"), row.ETag)));
        Assert.Equal(first.Storage.Counts.Take().ToString(), second.Storage.Counts.Take().ToString());
        Assert.NotEqual(first.Log.Select(row => row.GetString("Id")), Run(5).Log.Select(row => row.GetString("Id")));
    }

    private static (List<TableEntity> Log, List<string> Acknowledged, FakeStorage Storage) Run(int seed)
    {
        var time = new FakeTimeProvider();
        var storage = new FakeStorage(time, new() { Latency = StorageLatency.Typical with { Write = TimeSpan.Zero } });
        var table = storage.CreateTableClient("test").GetTableClient("rows");
        table.Create(TestContext.Current.CancellationToken);
        table.AddEntity(new TableEntity("p", "h"), TestContext.Current.CancellationToken);
        var faulty = new RequestTarget { Where = facts => facts.Instance != "test" };
        storage.Faults.AtRandom(seed, 0.2, faulty, EveryFault);
        var writers = new[] { "a", "b", "c" }
            .Select(name => new Writer(name, storage.CreateTableClient(name).GetTableClient("rows"), CommitsEach, time)).ToList();

        var running = Task.WhenAll(writers.Select(writer => writer.RunAsync()));
        storage.Faults.Freeze("b", TimeSpan.FromHours(1));
        for (var passed = TimeSpan.Zero; !running.IsCompleted || storage.Underway > 0; passed += Step)
        {
            Assert.True(passed < LongestRun, $"the writers were not done after {LongestRun}");
            time.Advance(Step);
        }

        Assert.True(running.IsCompletedSuccessfully, running.Exception?.ToString());
        storage.Faults.Clear();
        var log = ReadLog(table, time);
        return (log, [.. writers.SelectMany(writer => writer.Acknowledged)], storage);
    }

    private static List<TableEntity> ReadLog(TableClient table, FakeTimeProvider time)
    {
        var reading = table.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey lt 'h'").ToListAsync(TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(reading.IsCompletedSuccessfully);
        return reading.Result;
    }
}
