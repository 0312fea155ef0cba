namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Faults;

public sealed class DeliveryFaultsTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Drop_ForAWhile_LosesWhatIsDueMeanwhile()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(500);
        await bench.PublishAsync("failed");
        await bench.QuietAsync();
        bench.Grid.Faults.Drop(HalfAMinute);

        await bench.PublishAsync("new");
        await bench.QuietAsync();
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));
        await bench.AdvanceAsync(TimeSpan.FromSeconds(20));
        bench.Target.Answer(200);
        await bench.PublishAsync("later");
        await bench.SettledAsync();

        Assert.Equal([["failed"], ["later"]], bench.Target.Seen.Select(delivery => delivery.Ids));
        Assert.Equal(2, bench.Count.Lost);
    }

    [Fact]
    public async Task Duplicate_Always_DeliversEachTwice()
    {
        await using var bench = await Bench.StartAsync();
        bench.Grid.Faults.Duplicate(1);

        await bench.PublishAsync("1", "2");
        await bench.SettledAsync();

        Assert.Equal([["1", "2"], ["1", "2"]], bench.Target.Seen.Select(delivery => delivery.Ids));
        Assert.Equal((2, 4), (bench.Count.Matched, bench.Count.Attempts));
    }

    [Fact]
    public async Task Duplicate_Sometimes_IsTheSameForTheSameSeed()
    {
        var first = await DuplicatedAsync(seed: 7);
        var second = await DuplicatedAsync(seed: 7);

        Assert.Equal(first, second);
        Assert.InRange(first.Count, 1, 99);
    }

    [Fact]
    public async Task Delay_Fixed_DeliversThenAndNotBefore()
    {
        await using var bench = await Bench.StartAsync();
        bench.Grid.Faults.Delay(HalfAMinute);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        await bench.AdvanceAsync(HalfAMinute - TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 1), (bench.Target.Seen.Count, bench.Grid.Pending));
        await bench.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal((1, 0), (bench.Target.Seen.Count, bench.Grid.Pending));
    }

    [Fact]
    public async Task Reorder_UpToASpan_ChangesTheOrderAndLosesNothing()
    {
        await using var bench = await Bench.StartAsync();
        bench.Grid.Faults.Reorder(HalfAMinute);
        var ids = Enumerable.Range(0, 50).Select(number => $"{number}").ToArray();
        await bench.PublishAsync(ids);

        await bench.AdvanceAsync(HalfAMinute);
        await bench.SettledAsync();

        var seen = bench.Target.Seen.SelectMany(delivery => delivery.Ids).ToList();
        Assert.NotEqual(ids, seen);
        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task Clear_AllFaults_EndsThem()
    {
        await using var bench = await Bench.StartAsync();
        bench.Grid.Faults.Drop(HalfAMinute);
        bench.Grid.Faults.Duplicate(1);
        bench.Grid.Faults.Delay(HalfAMinute);
        bench.Grid.Faults.Reorder(HalfAMinute);

        bench.Grid.Faults.Clear();
        await bench.PublishAsync("1");
        await bench.SettledAsync();

        Assert.Single(bench.Target.Seen);
    }

    private static async Task<List<string>> DuplicatedAsync(int seed)
    {
        await using var bench = await Bench.StartAsync(options => options with { Seed = seed });
        bench.Grid.Faults.Duplicate(0.3);
        await bench.PublishAsync(Enumerable.Range(0, 100).Select(number => Bench.Event($"{number}")));
        await bench.SettledAsync();
        return [.. bench.Target.Seen.SelectMany(delivery => delivery.Ids).GroupBy(id => id).Where(group => group.Count() == 2).Select(group => group.Key)];
    }
}
