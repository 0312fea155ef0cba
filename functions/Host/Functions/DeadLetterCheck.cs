using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Functions.Settings;

namespace CloudOrchestrator.Host.Functions;

/// <summary>Counts what could not be delivered and would otherwise lie unseen: events in dead-letter storage, reminders in the poison queue.</summary>
/// <param name="settings">Which account.</param>
/// <param name="meter">Shows the counts.</param>
/// <param name="logger">Where they are said.</param>
/// <param name="transport">What carries the requests, where it is not the platform's own.</param>
internal sealed class DeadLetterCheck(AppSettings settings, FunctionsMeter meter, ILogger<DeadLetterCheck> logger, HttpPipelineTransport? transport = null)
{
    /// <summary>The container that the subscriptions name.</summary>
    public const string Container = "deadletters";

    /// <summary>Most blobs counted: one request lists as many.</summary>
    public const int BlobsMax = 5000;

    private const int ResendsMax = 1;

    private readonly Lazy<BlobContainerClient> _container = new(() => ContainerOf(settings.Storage, With(new BlobClientOptions(), transport)));
    private readonly Lazy<QueueClient> _poison = new(() => QueueAccount.Of(settings.Storage, settings.PoisonQueue, With(new QueueClientOptions(), transport)));

    /// <summary>Counts: two requests. What cannot be counted now is so the next time.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var blobs = BlobsAsync(cancellationToken);
            var messages = MessagesAsync(cancellationToken);
            await Task.WhenAll(blobs, messages).ConfigureAwait(false);
            Report(await blobs.ConfigureAwait(false), await messages.ConfigureAwait(false));
        }
        catch (Exception fault) when (AzureFault.Is(fault, cancellationToken))
        {
            Log.DeadLettersUnknown(logger, AzureFault.InWords(_container.Value.Uri, "Storage Blob Data Contributor", fault).Message);
        }
    }

    private void Report(long deadLetters, long poison)
    {
        meter.Counted(deadLetters, poison);
        if (deadLetters > 0)
        {
            Log.DeadLetters(logger, deadLetters);
        }

        if (poison > 0)
        {
            Log.PoisonReminders(logger, poison, settings.PoisonQueue);
        }
    }

    private async Task<long> BlobsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in _container.Value.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: BlobsMax).ConfigureAwait(false))
            {
                return page.Values.Count;
            }
        }
        catch (RequestFailedException fault) when (fault.Status == StatusCodes.Status404NotFound)
        {
            // Nothing was ever dead-lettered here.
        }

        return 0;
    }

    private async Task<long> MessagesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _poison.Value.GetPropertiesAsync(cancellationToken).ConfigureAwait(false);
            return properties.Value.ApproximateMessagesCountLong;
        }
        catch (RequestFailedException fault) when (fault.Status == StatusCodes.Status404NotFound)
        {
            // The platform makes that queue when it needs it.
            return 0;
        }
    }

    private static BlobContainerClient ContainerOf(ClusterStorage storage, BlobClientOptions options) => storage switch
    {
        ClusterStorage.Local local => new BlobContainerClient(local.ConnectionString, Container, options),
        ClusterStorage.InAzure account => new BlobServiceClient(account.Blobs, account.Credential(), options).GetBlobContainerClient(Container),
        _ => throw new NotSupportedException($"No blobs in {storage}."),
    };

    private static T With<T>(T options, HttpPipelineTransport? transport)
        where T : Azure.Core.ClientOptions
    {
        options.Diagnostics.IsLoggingEnabled = false;
        options.Retry.MaxRetries = ResendsMax;
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }
}
