using System.Text;
using Azure.Storage.Queues;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Reminders;

public sealed class ReminderQueueOnAzuriteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RemindAsync_FirstOfACluster_ComesWhenItsTimeIsUp()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var azurite = await AzuriteServer.StartAsync(deadline.Token);
        deadline.CancelAfter(Patience);
        var environment = Given.Local();
        environment["ClusterStorage"] = azurite.ConnectionString;
        using var meter = new FunctionsMeter();
        var queue = new ReminderQueue(Given.Usable(environment), TimeProvider.System, meter);
        await queue.RemindAsync(new Wake("reactor", "later"), TimeSpan.FromDays(30), deadline.Token);
        await queue.RemindAsync(new Wake("reactor", "soon"), TimeSpan.FromSeconds(1), deadline.Token);

        var client = new QueueClient(azurite.ConnectionString, "test-reminders");
        while (true)
        {
            var message = await client.ReceiveMessageAsync(TimeSpan.FromSeconds(30), deadline.Token);
            if (message.Value is { } one)
            {
                Assert.StartsWith("""{"reactor":"reactor","key":"soon","due":""", Encoding.UTF8.GetString(Convert.FromBase64String(one.MessageText)), StringComparison.Ordinal);
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }

        var properties = await client.GetPropertiesAsync(deadline.Token);
        Assert.Equal(2, properties.Value.ApproximateMessagesCount);
    }
}
