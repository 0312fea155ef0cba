using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions.Notices;

/// <summary>Publishes notices to the cluster's Event Grid topic.</summary>
/// <param name="topic">Where to.</param>
/// <param name="source">The source of the cluster's events.</param>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts what failed.</param>
/// <param name="transport">What carries the requests, where it is not the platform's own.</param>
internal sealed class EventGridNotices(NoticeTopic topic, string source, TimeProvider time, FunctionsMeter meter, HttpPipelineTransport? transport = null)
{
    /// <summary>Most events of one request.</summary>
    /// <remarks>Source: Event Grid quotas, custom topics.</remarks>
    public const int EventsMax = 5000;

    /// <summary>Most bytes of one request, of the 1 MB that a topic takes; estimated, so with a margin.</summary>
    private const int RequestBytesMax = 800_000;

    /// <summary>What an event has beside its data: attributes, a trace.</summary>
    private const int EnvelopeBytes = 1024;

    /// <summary>How long one publication may take, resends included. What failed is published again by the next tick.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>How long one request may take.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);

    private const int ResendsMax = 3;

    private readonly Lazy<EventGridPublisherClient> _client = new(() => Client(topic, transport));

    /// <summary>Ends once every notice has been taken for delivery.</summary>
    /// <exception cref="StoreException">Not all could be published; the message says why.</exception>
    public async Task PublishAsync(IReadOnlyList<GroupNotice> notices, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            foreach (var batch in Batches(notices.SelectMany(notice => NoticeEvents.Of(notice, source, now))))
            {
                using var response = await _client.Value.SendEventsAsync(batch, either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (AzureFault.Is(fault, cancellationToken))
        {
            meter.PublishFailed();
            throw AzureFault.InWords(topic.Endpoint, "EventGrid Data Sender", fault);
        }
    }

    private static IEnumerable<List<CloudEvent>> Batches(IEnumerable<CloudEvent> events)
    {
        List<CloudEvent> batch = [];
        var bytes = 0;
        foreach (var one in events)
        {
            var more = one.Data!.ToMemory().Length + EnvelopeBytes;
            if (batch.Count == EventsMax || (batch.Count > 0 && bytes + more > RequestBytesMax))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(one);
            bytes += more;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static EventGridPublisherClient Client(NoticeTopic topic, HttpPipelineTransport? transport)
    {
        var options = new EventGridPublisherClientOptions();
        options.Diagnostics.IsLoggingEnabled = false;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = ResendsMax;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = RequestTimeout;
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return topic.Key is null
            ? new EventGridPublisherClient(topic.Endpoint, ClusterStorage.IdentityOf(topic.ClientId), options)
            : new EventGridPublisherClient(topic.Endpoint, new AzureKeyCredential(topic.Key), options);
    }
}
