using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.FunctionsApp.Counting;
using CloudOrchestrator.LocalAzure.Clouds;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Storage;
using k8s;

namespace CloudOrchestrator.FunctionsApp.Running;

/// <summary>A new cluster on the double of Azure, with all counted that is billed.</summary>
internal sealed class BenchmarkCloud : IAsyncDisposable
{
    public const string ClusterName = "kubernetes";

    private readonly AzuriteServer _azurite;
    private readonly Dictionary<string, StorageProxy> _proxies;
    private readonly LocalCloud _cloud;
    private readonly string _token;
    private readonly long _start = Stopwatch.GetTimestamp();

    private BenchmarkCloud(AzuriteServer azurite, StorageCounts storage, Dictionary<string, StorageProxy> proxies, LocalCloud cloud, string token)
    {
        _azurite = azurite;
        Storage = storage;
        _proxies = proxies;
        _cloud = cloud;
        _token = token;
        Kubernetes = new Kubernetes(new KubernetesClientConfiguration { Host = cloud.Address.ToString(), AccessToken = token });
        Http = Connect();
    }

    public StorageCounts Storage { get; }

    public IKubernetes Kubernetes { get; }

    public HttpClient Http { get; }

    public IReadOnlyList<Instance> Instances => _cloud.Functions.Instances;

    /// <param name="app">The published folder.</param>
    /// <param name="alwaysReady">Instances for HTTP that are always there; 0 lets the one that may be scale to zero.</param>
    /// <param name="idleSpan">How long an instance without work stays.</param>
    public static async Task<BenchmarkCloud> StartAsync(string app, int alwaysReady, TimeSpan idleSpan)
    {
        if (AzuriteServer.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var azurite = await AzuriteServer.StartAsync(CancellationToken.None);
        var storage = new StorageCounts();
        var proxies = new Dictionary<string, StorageProxy>(StringComparer.Ordinal);
        foreach (var source in Sources.ScaleGroups.Concat([Sources.Nodes, Sources.Platform, Sources.Baseline]))
        {
            proxies[source] = await StorageProxy.StartAsync(
                azurite.ConnectionString, seed: 0, CancellationToken.None, (call, took) => storage.Answered(StorageRequest.Of(source, call), took.TotalMilliseconds));
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions
            {
                AppFolder = app,
                StorageConnectionString = proxies[Sources.Platform].ConnectionString,
                ApiTokenHashes = "{\"" + hash + "\":{\"user\":\"benchmark\",\"groups\":[\"system:masters\"]}}",
                ClusterName = ClusterName,
                AlwaysReady = alwaysReady,
                IdleSpan = idleSpan,
                Environment = (group, _) => new Dictionary<string, string> { ["ClusterStorage"] = proxies[group].ConnectionString },
            },
            CancellationToken.None);
        return new BenchmarkCloud(azurite, storage, proxies, cloud, token);
    }

    /// <summary>The account as a source reaches it.</summary>
    public string ConnectionString(string source) => _proxies[source].ConnectionString;

    /// <summary>A client of its own, with the administrator's token.</summary>
    public HttpClient Connect()
    {
        var client = new HttpClient { BaseAddress = _cloud.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return client;
    }

    public Bill Take() => new(Stopwatch.GetElapsedTime(_start), _cloud.Functions.Counts.Take(), _cloud.Events.Counts.Take(), Storage.Take());

    /// <summary>Ends when all events are delivered.</summary>
    public Task SettledAsync() => _cloud.Events.SettledAsync();

    /// <summary>What the handlers of an instance were killed or complained of.</summary>
    public IEnumerable<string> Complaints => Instances.SelectMany(instance => instance.Log.Lines).Where(line => line.StartsWith("err: ", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Kubernetes.Dispose();
        await _cloud.DisposeAsync();
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        await _azurite.DisposeAsync();
    }
}
