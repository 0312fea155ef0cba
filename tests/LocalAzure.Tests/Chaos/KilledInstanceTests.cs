using Azure.Storage.Queues;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Any instance may be killed at any moment: those for HTTP and events, that of the queue, that of the tick.</summary>
[Collection("Chaos")]
public class KilledInstanceTests(Account account)
{
    private const int Rounds = 5;
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
        var triggering = TriggerAsync(cluster, killed.Token);

        // What it declares last meets the killing, too.
        await Task.WhenAll(workload.RunAsync(end.Token), KillAsync(cluster, workload, new Random(seed), end));
        await killed.CancelAsync();
        await triggering;
        await cluster.SucceedingTickAsync();

        await workload.SettleAsync();
    }

    /// <summary>Some rounds while the load goes on, and one more while it ends.</summary>
    private static async Task KillAsync(Cluster cluster, Workload workload, Random random, CancellationTokenSource end)
    {
        try
        {
            for (var round = 0; round <= Rounds; round++)
            {
                foreach (var group in Groups)
                {
                    await KillAsync(cluster, group, random);
                }

                await (round < Rounds - 1 ? workload.ProgressAsync(10) : end.CancelAsync());
            }
        }
        finally
        {
            // Else the load would never end, and nobody hear of the fault.
            await end.CancelAsync();
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
