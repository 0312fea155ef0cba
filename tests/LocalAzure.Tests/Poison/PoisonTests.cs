using System.Text;
using Azure;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Azure.Storage.Queues;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Poison;

/// <summary>What nobody can handle is put aside and seen.</summary>
[Collection("Clouds")]
public class PoisonTests(Account account)
{
    [Fact]
    public async Task EventAndReminder_ThatNobodyCanHandle_ArePutAsideAndCounted()
    {
        using var app = AppCopy.WithAHastyQueue();
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions
        {
            AppFolder = app.Folder,
            Cloud = options => options with { Schedule = Hasty },
        });
        var queue = new QueueClient(cluster.ConnectionString, $"{cluster.Name}-reminders");
        await queue.CreateIfNotExistsAsync(cancellationToken: Within.Test);

        // Another version's reactor may be meant: it is tried again and again, while what is no reminder at all is done with at once.
        var reminder = $$"""{"reactor":"nobody","key":"a","due":"{{DateTimeOffset.UtcNow:O}}"}""";
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(reminder)), Within.Test);
        await queue.SendMessageAsync(Convert.ToBase64String("""{"reactor":7}"""u8), Within.Test);
        var topic = new EventGridPublisherClient(cluster.Events.TopicEndpoint, new AzureKeyCredential(cluster.Cloud.TopicKey));
        await topic.SendEventAsync(new CloudEvent($"/clusters/{cluster.Name}", "CloudOrchestrator.Notice.Workloads", new { wakes = 5 }) { Subject = "apps/deployments" }, Within.Test);

        await Within.Nothing(() => cluster.Events.Counts.Take()["workload-controllers"].DeadLettered == 1 ? null : "a dead letter", cluster.LastWords);
        var poison = new QueueClient(cluster.ConnectionString, $"{cluster.Name}-reminders-poison");
        await Within.Nothing(
            async () => (await poison.ExistsAsync(Within.Test)).Value && (await poison.PeekMessagesAsync(1, Within.Test)).Value.Length == 1 ? null : "a poison reminder", cluster.LastWords);
        await cluster.SucceedingTickAsync();
        var tick = Assert.Single(cluster.InstancesOf("function:Tick"));
        await tick.Log.LineAsync(line => line.Contains("events ended in dead-letter storage", StringComparison.Ordinal), Within.Test).Comes("a word on dead letters");
        await tick.Log.LineAsync(line => line.Contains("reminders failed too often", StringComparison.Ordinal), Within.Test).Comes("a word on poison reminders");
    }

    /// <summary>A day's retries in a moment, all thirty of them.</summary>
    private static RetrySchedule Hasty => RetrySchedule.Real with { Steps = [TimeSpan.FromMilliseconds(5)], DeadLetterDelay = TimeSpan.FromMilliseconds(50), FailuresBeforeHolding = 1000 };
}
