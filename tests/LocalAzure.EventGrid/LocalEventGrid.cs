using System.Net;
using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.EventGrid.Faults;
using CloudOrchestrator.LocalAzure.EventGrid.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.LocalAzure.EventGrid;

/// <summary>
/// A custom topic of Azure Event Grid on loopback, with its subscriptions: it takes events over HTTP and delivers them to functions, as strict
/// and as late as the service may be, with every fault that a test asks for.
/// </summary>
public sealed class LocalEventGrid : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Outstanding _outstanding = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<SubscriptionQueue> _queues = [];

    private LocalEventGrid(WebApplication server, EventGridOptions options, TimeProvider time)
    {
        _server = server;
        Faults = new DeliveryFaults(time, options.Seed);
        Counts = new EventGridCounts();
        foreach (var subscription in options.Subscriptions)
        {
            var letters = new DeadLetterQueue(options, subscription, time, Counts, _outstanding, _stopping.Token);
            var random = new Random(options.Seed + _queues.Count);
            _queues.Add(new SubscriptionQueue(options, subscription, letters, random, time, Faults, Counts, _outstanding, _stopping.Token));
        }
    }

    /// <summary>Such as <c>http://127.0.0.1:34567/api/events</c>.</summary>
    public Uri TopicEndpoint { get; private set; } = null!;

    public DeliveryFaults Faults { get; }

    public EventGridCounts Counts { get; }

    /// <summary>Events yet to be delivered, written as dead letters or dropped; an event counts once for each subscription that wants it.</summary>
    public int Pending => _outstanding.Pending;

    /// <param name="time">The clock of retries, time-outs and faults.</param>
    public static async Task<LocalEventGrid> StartAsync(EventGridOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        Check(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The endpoint has a limit of its own, and an answer that says so.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var grid = new LocalEventGrid(builder.Build(), options, time);
        var route = new PublishRoute(options.TopicKey, grid.Accept, grid.Counts, time);
        grid._server.Run(route.ServeAsync);
        await grid._server.StartAsync(cancellationToken);
        var address = grid._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        grid.TopicEndpoint = new Uri(new Uri(address), PublishRoute.Path);
        return grid;
    }

    /// <summary>Done when nothing is pending: what waits for a retry, or to become a dead letter, still is.</summary>
    public Task SettledAsync() => _outstanding.SettledAsync();

    /// <summary>Done when nothing is under way, and nothing will be until time passes or something is published.</summary>
    public Task QuietAsync() => _outstanding.QuietAsync();

    /// <summary>Stops taking and delivering; what is pending is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        await _stopping.CancelAsync();
        foreach (var queue in _queues)
        {
            queue.Dispose();
        }

        await _outstanding.QuietAsync();
        _stopping.Dispose();
    }

    /// <summary>Every queue has the events before the publisher hears of it, so that none is lost.</summary>
    private void Accept(IReadOnlyList<PublishedEvent> events)
    {
        foreach (var queue in _queues)
        {
            queue.Accept(events);
        }
    }

    private static void Check(EventGridOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.TopicKey);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DeliveriesAtOnce, 1);
        if (options.DeadLetters is null && options.Subscriptions.FirstOrDefault(one => one.DeadLetterContainer is not null) is { } unserved)
        {
            throw new ArgumentException($"Subscription {unserved.Name} has dead letters and nobody takes them.", nameof(options));
        }
    }
}
