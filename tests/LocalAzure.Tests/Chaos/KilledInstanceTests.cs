using Azure.Storage.Queues;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Any instance may be killed at any moment: those for HTTP and events, that of the queue, that of the tick.</summary>
[Collection("Chaos")]
public class KilledInstanceTests(Account account)
{
    private const int RoundsMin = 5;
    private static readonly string[] Groups = ["http", "function:Delayed", "function:Tick", "http"];

    [Fact]
    public async Task Instances_KilledAtRandomUnderLoad_NothingIsLostOrDoneTwice()
    {
        var seed = Environment.TickCount;
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions
        {
            Seed = seed,
            Cloud = options => options with { Instances = 2, QueueLease = TimeSpan.FromSeconds(2), Schedule = options.Schedule.Faster(50) },
        });
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var killing = KillAsync(cluster, workload, new Random(seed), end, killed);
        var triggering = TriggerAsync(cluster, killed.Token);

        // What it declares last meets the killing, too.
        await workload.RunAsync(end.Token);
        await killed.CancelAsync();
        await Task.WhenAll(killing, triggering);
        await Within.Nothing(async () => await cluster.TickAsync() ? null : "a tick that succeeds", cluster.LastWords);

        await workload.SettleAsync();
    }

    /// <summary>Some rounds of each kind; then the load may end, and the killing goes on until that has ended.</summary>
    private static async Task KillAsync(Cluster cluster, Workload workload, Random random, CancellationTokenSource end, CancellationTokenSource killed)
    {
        for (var round = 0; !killed.IsCancellationRequested; round++)
        {
            foreach (var group in Groups)
            {
                await KillAsync(cluster, group, random);
            }

            if (round < RoundsMin)
            {
                await workload.ProgressAsync(10);
            }
            else
            {
                await end.CancelAsync();
                await Task.Delay(TimeSpan.FromSeconds(2), killed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One that is at work, at any moment of it: the whole machine, or its handler alone.</summary>
    private static async Task KillAsync(Cluster cluster, string group, Random random)
    {
        IReadOnlyList<Instance> busy = [];
        await Within.Nothing(
            () => (busy = [.. cluster.InstancesOf(group).Where(instance => instance.Active > 0)]).Count > 0 ? null : $"an instance of {group} at work", cluster.LastWords);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), Within.Test);
        var victim = busy[random.Next(busy.Count)];
        if (random.Next(2) == 0)
        {
            await victim.KillAsync();
        }
        else
        {
            victim.KillHandler();
        }
    }

    /// <summary>Ticks and reminders without a pause, so that there is always something of them to kill.</summary>
    private static async Task TriggerAsync(Cluster cluster, CancellationToken end)
    {
        var queue = new QueueClient(cluster.ConnectionString, $"{cluster.Name}-reminders");
        await queue.CreateIfNotExistsAsync(cancellationToken: Within.Test);
        var tick = Task.CompletedTask;
        while (!end.IsCancellationRequested)
        {
            await queue.SendMessageAsync(
                Convert.ToBase64String("""{"reactor":"deployment-controller","key":"default/web","due":"2026-01-01T00:00:40.0000000Z"}"""u8), Within.Test);
            tick = tick.IsCompleted ? cluster.Functions.FireTimerAsync("Tick", Within.Test) : tick;
            await Task.Delay(TimeSpan.FromMilliseconds(250), Within.Test);
        }

        await tick.Comes("the end of the last tick");
    }
}
