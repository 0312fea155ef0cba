using Azure.Storage.Queues;
using CloudOrchestrator.Host.Functions.Settings;

namespace CloudOrchestrator.Host.Functions.Reminders;

/// <summary>Clients of the queues of the cluster's storage account.</summary>
internal static class QueueAccount
{
    /// <summary>The role that the app's identity needs there.</summary>
    public const string Role = "Storage Queue Data Contributor";

    /// <summary>The client of one queue.</summary>
    public static QueueClient Of(ClusterStorage storage, string queue, QueueClientOptions options) => storage switch
    {
        ClusterStorage.Local local => new QueueClient(local.ConnectionString, queue, options),
        ClusterStorage.InAzure account => new QueueServiceClient(account.Queues, account.Credential(), options).GetQueueClient(queue),
        _ => throw new NotSupportedException($"No queues in {storage}."),
    };
}
