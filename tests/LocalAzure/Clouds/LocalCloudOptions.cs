using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.Clouds;

/// <summary>What a <see cref="LocalCloud"/> runs, and how.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>The published folder of the app.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The storage account, with its table, blob and queue endpoints.</summary>
    public required string StorageConnectionString { get; init; }

    /// <summary>The setting <c>ApiTokenHashes</c>.</summary>
    public required string ApiTokenHashes { get; init; }

    /// <summary>The setting <c>ClusterName</c>.</summary>
    public string ClusterName { get; init; } = "kubernetes";

    /// <summary>Instances for HTTP and Event Grid.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Those of them that are always there; 0 lets them scale to zero.</summary>
    /// <value>Default: all.</value>
    public int? AlwaysReady { get; init; }

    /// <summary>Requests on each instance before another is added.</summary>
    /// <value>Default 1,000: an open watch takes one, and <c>perInstanceConcurrency</c> is set so high for it.</value>
    public int Concurrency { get; init; } = 1000;

    /// <summary>What the API shows to its clients; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Signed that certificate.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Where the API is served on the loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Where logs and the timer's status are kept; null for a folder that goes with the cloud.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The retries of Event Grid.</summary>
    public RetrySchedule Schedule { get; init; } = RetrySchedule.Real;

    /// <summary>Of what is random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a queue message whose instance was killed stays invisible.</summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an instance that is not always ready stays without work.</summary>
    public TimeSpan IdleSpan { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a drained instance may go on with what it has.</summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call without a body is sent whose connection to the handler broke.</summary>
    public int ReplayAttemptsMax { get; init; } = 10;

    /// <summary>Whether the tick runs each minute; without it only when <see cref="Functions.FunctionsHost.FireTimerAsync"/> says so.</summary>
    public bool TimersRun { get; init; } = true;

    /// <summary>Is told of each delivery of events before it is made.</summary>
    public Action<Delivery> Delivering { get; init; } = static _ => { };

    /// <summary>Adds to the environment of an instance, or replaces in it: of its scale group and name.</summary>
    public Func<string, string, IReadOnlyDictionary<string, string>> Environment { get; init; } = static (_, _) => new Dictionary<string, string>();
}
