using Azure.Storage.Queues;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Any instance may be killed at any moment: those for HTTP and events, that of the queue, that of the tick.</summary>
[Collection("Clouds")]
public class KilledInstanceTests(Account account)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

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
        end.CancelAfter(Span);

        await Task.WhenAll(workload.RunAsync(end.Token), KillAsync(cluster, new Random(seed), end.Token), TriggerAsync(cluster, end.Token));

        await workload.SettleAsync();
        Assert.True(workload.Acknowledged > 0, $"nothing was acknowledged (seed {seed})");
    }

    private static async Task KillAsync(Cluster cluster, Random random, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200 + random.Next(1000)), Within.Test);
            var instances = cluster.Functions.Instances.Where(instance => instance.State != InstanceState.Gone).ToList();
            var victim = instances[random.Next(instances.Count)];
            if (random.Next(2) == 0)
            {
                await victim.KillAsync();
            }
            else
            {
                victim.KillHandler();
            }
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
            await Task.Delay(TimeSpan.FromSeconds(1), Within.Test);
        }

        await tick.Comes("the end of the last tick");
    }
}
