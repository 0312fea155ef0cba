using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using CloudOrchestrator.LocalAzure.EventGrid;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;
using CloudOrchestrator.LocalAzure.Functions;

namespace CloudOrchestrator.LocalAzure.Clouds;

/// <summary>What Azure does for one cluster: the Event Grid topic with the subscriptions that <c>infra/azure</c> declares, and the Functions app. The
/// storage account is somebody else's.</summary>
public sealed class LocalCloud : IAsyncDisposable
{
    private readonly FunctionWebhooks _webhooks;

    private LocalCloud(FunctionsHost functions, LocalEventGrid events, FunctionWebhooks webhooks, string topicKey)
    {
        TopicKey = topicKey;
        Functions = functions;
        Events = events;
        _webhooks = webhooks;
    }

    public FunctionsHost Functions { get; }

    public LocalEventGrid Events { get; }

    /// <summary>With it events are published; drawn at each start.</summary>
    internal string TopicKey { get; }

    /// <summary>Where clients reach the API.</summary>
    public Uri Address => Functions.Address;

    /// <summary>Starts it. The handlers' processes start meanwhile.</summary>
    public static async Task<LocalCloud> StartAsync(LocalCloudOptions options, CancellationToken cancellationToken)
    {
        var subscriptions = SubscriptionFile.Read(Path.Combine(Repository.Root, "infra", "azure", "event-subscriptions.json"));
        var blobs = new BlobServiceClient(options.StorageConnectionString);
        foreach (var container in subscriptions.Select(subscription => subscription.DeadLetterContainer).OfType<string>().Distinct())
        {
            // Two clusters on one account may start at once.
            await Ignored(blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken), 409);
        }

        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var webhooks = new FunctionWebhooks(options.Authority, options.Delivering);
        var events = await LocalEventGrid.StartAsync(
            new EventGridOptions
            {
                TopicKey = key,
                Subscriptions = subscriptions,
                Target = webhooks,
                DeadLetters = new BlobDeadLetters(blobs),
                Schedule = options.Schedule,
                Seed = options.Seed,
            },
            TimeProvider.System,
            cancellationToken);
        try
        {
            var functions = await FunctionsHost.StartAsync(options.AppFolder, HostOptions(options, events.TopicEndpoint, key), cancellationToken);
            webhooks.Found(functions);
            return new LocalCloud(functions, events, webhooks, key);
        }
        catch
        {
            await events.DisposeAsync();
            webhooks.Dispose();
            throw;
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        await Functions.DisposeAsync();
        await Events.DisposeAsync();
        _webhooks.Dispose();
    }

    private static FunctionsHostOptions HostOptions(LocalCloudOptions options, Uri topic, string key) => new()
    {
        AppSettings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = options.StorageConnectionString,
            ["ClusterName"] = options.ClusterName,
            ["ClusterStorage"] = options.StorageConnectionString,
            ["NoticeTopic__topicEndpointUri"] = topic.ToString(),
            ["NoticeTopic__topicKey"] = key,
            ["ApiTokenHashes"] = options.ApiTokenHashes,
        },
        HttpInstances = options.Instances,
        HttpAlwaysReady = options.AlwaysReady,
        HttpConcurrency = options.Concurrency,
        Certificate = options.Certificate,
        Port = options.Port,
        StateFolder = options.StateFolder,
        QueueLease = options.QueueLease,
        IdleSpan = options.IdleSpan,
        DrainGrace = options.DrainGrace,
        ReplayAttemptsMax = options.ReplayAttemptsMax,
        TimersRun = options.TimersRun,
        Environment = options.Environment,
    };

    private static async Task Ignored(Task request, int status)
    {
        try
        {
            await request;
        }
        catch (RequestFailedException fault) when (fault.Status == status)
        {
        }
    }
}
