using Azure;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

/// <summary>A topic on a clock that the test moves, the service's own client to publish with, and a scripted function behind it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Key = "a key";

    private Bench(LocalEventGrid grid, FakeTimeProvider time, ScriptedTarget target, KeptDeadLetters letters)
    {
        Grid = grid;
        Time = time;
        Target = target;
        Letters = letters;
        Client = Connect(Key);
    }

    public static EventSubscription Subscription { get; } = new() { Name = "all", FunctionName = "All", DeadLetterContainer = "letters", EventsPerBatchMax = 100 };

    /// <summary>The service's schedule without what is random in it.</summary>
    public static RetrySchedule Exact { get; } = RetrySchedule.Real with { Randomness = 0 };

    public LocalEventGrid Grid { get; }

    public FakeTimeProvider Time { get; }

    public ScriptedTarget Target { get; }

    public KeptDeadLetters Letters { get; }

    public EventGridPublisherClient Client { get; }

    public DeliveryCount Count => Grid.Counts.Take().Delivered;

    public static async Task<Bench> StartAsync(params EventSubscription[] subscriptions) => await StartAsync(options => options, subscriptions);

    public static async Task<Bench> StartAsync(Func<EventGridOptions, EventGridOptions> change, params EventSubscription[] subscriptions)
    {
        var (time, target, letters) = (new FakeTimeProvider(), new ScriptedTarget(), new KeptDeadLetters());
        var options = new EventGridOptions
        {
            TopicKey = Key,
            Subscriptions = subscriptions.Length > 0 ? subscriptions : [Subscription],
            Target = target,
            DeadLetters = letters,
            Schedule = Exact,
        };
        return new Bench(await LocalEventGrid.StartAsync(change(options), time, TestContext.Current.CancellationToken), time, target, letters);
    }

    public EventGridPublisherClient Connect(string key)
    {
        var options = new EventGridPublisherClientOptions();
        options.Retry.MaxRetries = 0;
        return new EventGridPublisherClient(Grid.TopicEndpoint, new AzureKeyCredential(key), options);
    }

    public Task<Response> PublishAsync(params string[] ids) => PublishAsync(ids.Select(id => Event(id)));

    public Task<Response> PublishAsync(IEnumerable<CloudEvent> events) => Client.SendEventsAsync(events, TestContext.Current.CancellationToken);

    public static CloudEvent Event(string id, string type = "T", int bytes = 1) =>
        new("/source", type, new { text = new string('x', bytes) }) { Id = id };

    public Task QuietAsync() => Grid.QuietAsync().Within("an end of what is under way");

    public Task SettledAsync() => Grid.SettledAsync().Within("the end of all that is pending");

    /// <summary>Moves the clock, and waits until all that this set off has ended.</summary>
    public async Task AdvanceAsync(TimeSpan span)
    {
        Time.Advance(span);
        await QuietAsync();
    }

    public ValueTask DisposeAsync() => Grid.DisposeAsync();
}
