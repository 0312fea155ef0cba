using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.LocalAzure.Functions.Handler;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

public sealed class QueueTriggerTests(QueueTriggerTests.Account account) : IClassFixture<QueueTriggerTests.Account>
{
    private readonly string _cluster = $"c{Guid.NewGuid():N}";

    [Fact]
    public async Task Message_StartsAnInstanceAndIsDeletedAfterSuccess()
    {
        var queue = await CreateQueueAsync();
        await using var app = await StartAsync();
        await queue.SendMessageAsync(Encode("""{"key":"ä"}"""), Within.Test);

        await Within.Holds(() => app.Host.Counts.Take()["Delayed"] is { Executions: 1 } && app.Host.Instances.All(instance => instance.Active == 0), "a run");

        Assert.Equal("function:Delayed", app.Instance.ScaleGroup);
        var body = Assert.Single(await app.TriggersAsync(1));
        Assert.Equal("""{"key":"ä"}""", body.GetProperty("Data").GetProperty("reminder").GetString());
        var metadata = body.GetProperty("Metadata");
        Assert.Equal(1, metadata.GetProperty("DequeueCount").GetInt32());
        foreach (var name in new[] { "Id", "PopReceipt", "InsertionTime", "ExpirationTime", "NextVisibleTime" })
        {
            Assert.Equal(JsonValueKind.String, metadata.GetProperty(name).ValueKind);
        }

        await Within.Holds(() => queue.GetProperties(Within.Test).Value.ApproximateMessagesCount == 0, "the deletion of the message");
    }

    [Fact]
    public async Task Message_ThatFailsFiveTimes_GoesToThePoisonQueue()
    {
        var queue = await CreateQueueAsync();
        await using var app = await StartAsync();
        app.Folder.Answer("Delayed", new TriggerScript { Status = 500 });
        await queue.SendMessageAsync(Encode("bad"), Within.Test);
        var poison = new QueueClient(account.Server.ConnectionString, $"{_cluster}-reminders-poison");

        await Within.Holds(() => poison.Exists(Within.Test).Value && poison.GetProperties(Within.Test).Value.ApproximateMessagesCount == 1, "a poison message");

        await Within.Holds(() => queue.GetProperties(Within.Test).Value.ApproximateMessagesCount == 0, "the deletion of the message");
        Assert.Equal("1 2 3 4 5", string.Join(' ', (await app.TriggersAsync(5)).Select(body => body.GetProperty("Metadata").GetProperty("DequeueCount").GetInt32())));
        Assert.Equal(Encode("bad"), (await poison.PeekMessageAsync(Within.Test)).Value.MessageText);
        Assert.Equal(5, app.Host.Counts.Take()["Delayed"].Failures);
    }

    [Fact]
    public async Task Message_WhoseInstanceWent_ComesBackWhenItsLeaseIsOver()
    {
        var queue = await CreateQueueAsync();
        await using var app = await StartAsync(TimeSpan.FromSeconds(4));
        app.Folder.Answer("Delayed", new TriggerScript { HangsAtFirst = true });
        await queue.SendMessageAsync(Encode("again"), Within.Test);
        await Within.Holds(() => app.Host.Instances.Count > 0, "an instance");
        var first = app.Instance;
        await RunningApp.LineAsync(first, "HANGS Delayed");

        await first.KillAsync();

        await Within.Holds(() => queue.GetProperties(Within.Test).Value.ApproximateMessagesCount == 0, "the deletion of the message");
        Assert.NotEqual(first, app.Instance);
        Assert.InRange((await app.TriggersAsync(1))[0].GetProperty("Metadata").GetProperty("DequeueCount").GetInt32(), 2, 5);
        Assert.InRange(app.Host.Counts.Take()["Delayed"].Failures, 1, 4);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<QueueClient> CreateQueueAsync()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        var queue = new QueueClient(account.Server.ConnectionString, $"{_cluster}-reminders");
        await queue.CreateAsync(cancellationToken: Within.Test);
        return queue;
    }

    private Task<RunningApp> StartAsync(TimeSpan? lease = null) => RunningApp.StartAsync(new AppFolder().WithQueue(), new FunctionsHostOptions
    {
        AppSettings = new Dictionary<string, string> { ["ClusterName"] = _cluster, ["ClusterStorage"] = account.Server.ConnectionString },
        IdleSpan = TimeSpan.FromHours(1),
        QueueLease = lease ?? TimeSpan.FromMinutes(10),
    });

    public sealed class Account : IAsyncLifetime
    {
        internal AzuriteServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            if (AzuriteServer.Missing is null)
            {
                Server = await AzuriteServer.StartAsync(CancellationToken.None);
            }
        }

        public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
