using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>What the app settings of the Functions app say, found usable.</summary>
/// <param name="Port">Where the Functions host expects its handler, on the loopback.</param>
/// <param name="ClusterName">The cluster's name.</param>
/// <param name="Storage">The storage account that holds the cluster.</param>
/// <param name="Topic">Where notices are published.</param>
/// <param name="TokenHashes">Lower-case hex SHA-256 of a bearer token to the user that it stands for.</param>
/// <param name="Insights">Where measurements go; null for nowhere.</param>
internal sealed record AppSettings(
    int Port, string ClusterName, ClusterStorage Storage, NoticeTopic Topic, IReadOnlyDictionary<string, UserInfo> TokenHashes, Insights? Insights)
{
    /// <summary>The queue of reminders.</summary>
    public string ReminderQueue => ReminderQueueOf(ClusterName);

    /// <summary>Where the platform puts a reminder that failed too often.</summary>
    public string PoisonQueue => PoisonQueueOf(ClusterName);

    /// <summary>The source of the cluster's events.</summary>
    public string EventSource => $"/clusters/{ClusterName}";

    /// <summary>The queue of reminders of a cluster.</summary>
    public static string ReminderQueueOf(string cluster) => $"{cluster}-reminders";

    /// <summary>The queue's poison queue, named as the platform does.</summary>
    public static string PoisonQueueOf(string cluster) => $"{ReminderQueueOf(cluster)}-poison";
}
