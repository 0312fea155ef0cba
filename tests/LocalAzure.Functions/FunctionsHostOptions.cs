using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.LocalAzure.Functions;

/// <summary>How an app is run.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The app's settings: in the handlers' environment, and where texts name them.</summary>
    public IReadOnlyDictionary<string, string> AppSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Instances for HTTP and Event Grid.</summary>
    /// <value>Default 1.</value>
    public int HttpInstances { get; init; } = 1;

    /// <summary>Those of them that are always there; 0 lets them scale to zero.</summary>
    /// <value>Default: all.</value>
    public int? HttpAlwaysReady { get; init; }

    /// <summary>Invocations on each HTTP instance before another is added, up to <see cref="HttpInstances"/>.</summary>
    /// <value>Default 16, the platform's for instances of 2,048 MB.</value>
    public int HttpConcurrency { get; init; } = 16;

    /// <summary>The size of an instance in MB, for billing: 512, 2,048 or 4,096.</summary>
    public int InstanceMegabytes { get; init; } = 2048;

    /// <summary>How long an instance that is not always ready stays without work.</summary>
    /// <value>Default 30 s. Source: the product team, on a queue trigger; no promise.</value>
    public TimeSpan IdleSpan { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a drained instance may go on with what it has.</summary>
    /// <value>Default 30 s: as measured after the host was told to stop.</value>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a queue message that is taken stays invisible unless renewed; it comes back so late after its instance was killed.</summary>
    /// <value>Default 10 min. Source: QueueListener of the storage extension.</value>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a call without a body is sent whose connection to the handler broke: in all some 2 s.</summary>
    /// <value>Default 10, as measured. A test in which the replay must come takes more: on a busy machine a handler may start more slowly.</value>
    public int ReplayAttemptsMax { get; init; } = 10;

    /// <summary>Whether timers run when they are due; without it only when <see cref="FunctionsHost.FireTimerAsync"/> says so.</summary>
    /// <value>Default true.</value>
    public bool TimersRun { get; init; } = true;

    /// <summary>Serves HTTPS, HTTP/1.1 and HTTP/2; without it HTTP/1.1 in plain text.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where to listen on loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>What the host keeps: logs of instances, and when timers last ran. It outlives the host: a timer's missed run is noticed in it.</summary>
    /// <value>Default: a folder of its own, gone with the host.</value>
    public string? StateFolder { get; init; }

    /// <summary>Adds to the environment of an instance, or replaces in it: of its scale group and name.</summary>
    public Func<string, string, IReadOnlyDictionary<string, string>> Environment { get; init; } = static (_, _) => new Dictionary<string, string>();

    /// <summary>Every time that the contract names.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
